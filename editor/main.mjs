// The letter's editor: CodeMirror 6, set up for letters. The page loads it after its first paint and calls `open`; until
// then, and wherever it can't be had, a plain textarea does the work. It knows nothing of the engine: what is wrong,
// which columns there are and what was typed pass through the page.
import { Compartment, EditorState, Transaction } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { language } from "./language.mjs";
import { completion } from "./complete.mjs";
import { marks } from "./marks.mjs";
import { look } from "./look.mjs";

/** Changes that come from the page, and so need not be told to it. */
const fromPage = Transaction.userEvent.of("page");

/** Keys that the page has for itself. */
const free = ({ key }) => !["Mod-/", "Mod-Enter", "Mod-Shift-l"].includes(key);

/**
 * Opens the editor inside an element.
 *
 * `host` has the first text, format, language and label, and is called with what happens: `typed(text)`,
 * `moved(place)` and `fix(number)`, the number being that of a diagnostic. Places are UTF-16 units.
 */
function open(parent, host) {
  const format = new Compartment(), about = new Compartment();
  let columns = [];
  // Made once: the editor knows a source of completions by its identity.
  const ours = [{ closeBrackets: { brackets: ["{"] }, autocomplete: completion(() => columns) }];
  const attributes = (language, label) =>
    EditorView.contentAttributes.of({
      id: "code", tabindex: "0", "data-field": "body", "data-first": "", "aria-label": label, spellcheck: "true", autocorrect: "on", autocapitalize: "sentences", ...(language && { lang: language }),
    });
  const told = EditorView.updateListener.of((update) => {
    if (update.docChanged && !update.transactions.some((t) => t.annotation(Transaction.userEvent) === "page")) {
      host.typed(update.state.doc.toString());
    }
    if (update.selectionSet || update.docChanged) host.moved(update.state.selection.main.head);
  });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: host.text,
      extensions: [
        // Prose has its own quotes; only the braces of a merge field come in pairs.
        EditorState.languageData.of(() => ours),
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), drawSelection(), bracketMatching(),
        closeBrackets(), autocompletion({ icons: false }), highlightSelectionMatches(), search({ top: true }),
        EditorView.lineWrapping, EditorState.tabSize.of(4), marks, look, told,
        format.of(language(host.format)), about.of(attributes(host.language, host.label)),
        // Undo and redo are the page's: they go over the whole letter, and survive a reload.
        keymap.of([
          { key: "Mod-.", run: (view) => fixHere(view, host) },
          ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap.filter(free), ...defaultKeymap.filter(free), indentWithTab,
        ]),
      ],
    }),
  });
  const select = (from, to) => {
    const clip = (place) => Math.min(place, view.state.doc.length);
    view.dispatch({ selection: { anchor: clip(from), head: clip(to) }, effects: EditorView.scrollIntoView(clip(from), { y: "center" }) });
  };
  // Another page of the app leads here with a place in bytes.
  view.contentDOM.addEventListener("choose", (event) => {
    const bytes = new TextEncoder().encode(view.state.doc.toString()), decoder = new TextDecoder();
    select(...event.detail.split(" ").map((end) => decoder.decode(bytes.subarray(0, end)).length));
  });
  return {
    text: () => view.state.doc.toString(),
    /** Another text, from undo, a fix or another campaign; only what differs is changed, so that cursors stay. */
    bring(text) {
      const old = view.state.doc.toString();
      if (old === text) return;
      const change = difference(old, text);
      view.dispatch({ changes: change, annotations: fromPage, scrollIntoView: view.hasFocus });
    },
    describe(kind, lang, label) {
      view.dispatch({ effects: [format.reconfigure(language(kind)), about.reconfigure(attributes(lang, label))] });
    },
    columns: (json) => void (columns = JSON.parse(json)),
    /** What is wrong: `[{from, to, severity, message, fix}]`, `fix` being the title of a repair or null. */
    wrong(json) {
      const length = view.state.doc.length;
      const all = JSON.parse(json).map((d, number) => ({
        from: Math.min(d.from, length), to: Math.min(d.to, length), severity: d.severity, message: d.message, number,
        actions: d.fix ? [{ name: d.fix, apply: () => host.fix(d.number) }] : [],
        fix: d.fix && d.number,
      }));
      view.dispatch(setDiagnostics(view.state, all));
    },
    start: () => view.state.selection.main.from,
    end: () => view.state.selection.main.to,
    select,
    place: (x, y) => view.posAtCoords({ x, y }, false),
    focus: () => view.focus(),
    focused: () => view.hasFocus,
    close: () => view.destroy(),
  };
}

/** The smallest change that makes one text of another. */
function difference(old, text) {
  let from = 0;
  const most = Math.min(old.length, text.length);
  while (from < most && old.charCodeAt(from) === text.charCodeAt(from)) from++;
  let tail = 0;
  while (tail < most - from && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) tail++;
  return { from, to: old.length - tail, insert: text.slice(from, text.length - tail) };
}

/** Makes the repair of the diagnostic at the cursor. */
function fixHere(view, host) {
  const at = view.state.selection.main.head;
  let found = null;
  forEachDiagnostic(view.state, (d, from, to) => {
    if (found === null && d.fix != null && from <= at && at <= to) found = d.fix;
  });
  if (found === null) return false;
  host.fix(found);
  return true;
}

globalThis.postroomEditor = { open };
