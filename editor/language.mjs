// The languages of a letter.
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { html } from "@codemirror/lang-html";
import { xml } from "@codemirror/lang-xml";
import words from "./words.json";

/** The highlighting and the tags of a format: `markdown`, `mjml`, `html` or `text`. */
export function language(format) {
  switch (format) {
    case "markdown": return markdown({ base: markdownLanguage, addKeymap: true, completeHTMLTags: false });
    case "mjml": return xml({ elements: words.mjml.map((name) => ({ name, top: name === "mjml" })), autoCloseTags: true });
    case "html": return html({ selfClosingTags: true });
    default: return [];
  }
}
