// Marks merge fields, statements and comments in the text, whatever its language is.
import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

const TAG = /\{\{(?:[^}]|\}(?!\}))*\}\}|\{%(?:[^%]|%(?!\}))*%\}|\{#(?:[^#]|#(?!\}))*#\}/g;
const CLASSES = { "{": "cm-field", "%": "cm-statement", "#": "cm-comment" };

const finder = new MatchDecorator({
  regexp: TAG,
  decoration: (match) => Decoration.mark({ class: CLASSES[match[0][1]] }),
});

export const marks = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = finder.createDeco(view);
    }
    update(update) {
      this.decorations = finder.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
