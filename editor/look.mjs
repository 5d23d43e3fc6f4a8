// How the editor looks: only the page's own tokens, so that light, dark and forced colours follow by themselves.
import { EditorView } from "@codemirror/view";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags as t } from "@lezer/highlight";

const soft = (token, share) => `color-mix(in oklab, var(${token}) ${share}%, transparent)`;

const theme = EditorView.theme({
  "&": { blockSize: "100%", color: "var(--text)", background: "none", fontSize: "var(--fs-3)" },
  "&.cm-focused": { outline: "none" },
  "&.cm-focused::after": { content: "''", position: "absolute", inset: "0", border: "2px solid var(--focus)", pointerEvents: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.75", fontVariantLigatures: "none", overflow: "auto" },
  ".cm-content": { padding: "var(--s-5) 0 var(--s-7)", maxInlineSize: "72ch", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 var(--s-5) 0 var(--s-2)" },
  ".cm-gutters": { background: "none", color: "var(--muted)", border: "none", fontSize: "var(--fs-0)" },
  ".cm-lineNumbers .cm-gutterElement": { minInlineSize: "2.75rem", paddingInline: "0 var(--s-3)", lineHeight: "calc(1.75 * var(--fs-3))" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "var(--canvas)" },
  ".cm-activeLineGutter": { color: "var(--text)", fontWeight: "600" },
  ".cm-cursor": { borderInlineStartColor: "var(--text)", borderInlineStartWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: soft("--accent", 24) },
  ".cm-selectionMatch": { background: soft("--accent", 12) },
  "&.cm-focused .cm-matchingBracket": { background: soft("--accent", 18), color: "inherit" },
  ".cm-field": { color: "var(--accent)", background: "var(--accent-soft)", borderRadius: "var(--r-1)" },
  ".cm-statement": { color: "var(--accent)" },
  ".cm-comment": { color: "var(--muted)" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline dashed 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none" },
  ".cm-lintRange-error": { textDecorationColor: "var(--danger)", background: "var(--danger-soft)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warning)" },
  ".cm-lintRange-info": { textDecorationColor: "var(--control)" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--border)", borderRadius: "var(--r-2)", boxShadow: "var(--shadow)", overflow: "hidden" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "var(--fs-2)", maxBlockSize: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "var(--s-1) var(--s-3)", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--muted)", marginInlineStart: "var(--s-3)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-diagnostic": { padding: "var(--s-2) var(--s-3)", border: "none", fontFamily: "var(--sans)", fontSize: "var(--fs-2)" },
  ".cm-diagnosticAction": { color: "var(--on-accent)", background: "var(--accent)", borderRadius: "var(--r-1)", padding: "var(--s-1) var(--s-2)", marginInlineStart: "var(--s-2)", minBlockSize: "24px" },
  ".cm-panels": { background: "var(--surface)", color: "var(--text)", fontFamily: "var(--sans)" },
  ".cm-panels.cm-panels-top": { borderBlockEnd: "1px solid var(--border)" },
  ".cm-panel.cm-search": { padding: "var(--s-2) var(--s-4)", fontSize: "var(--fs-2)" },
  ".cm-panel.cm-search label": { fontSize: "var(--fs-1)" },
  ".cm-panel.cm-search [name=close]": { inlineSize: "var(--hit)", blockSize: "var(--hit)", color: "var(--text)" },
  ".cm-textfield": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "var(--r-1)", fontSize: "var(--fs-2)", padding: "var(--s-1) var(--s-2)", minBlockSize: "var(--hit)" },
  ".cm-button": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--control)", borderRadius: "var(--r-1)", fontSize: "var(--fs-2)", minBlockSize: "var(--hit)" },
  ".cm-searchMatch": { background: "var(--warning-soft)" },
  ".cm-searchMatch-selected": { background: soft("--warning", 40) },
});

const ink = HighlightStyle.define([
  { tag: t.heading, fontWeight: "700" },
  { tag: t.strong, fontWeight: "700" },
  { tag: t.emphasis, fontStyle: "italic" },
  { tag: t.strikethrough, textDecoration: "line-through" },
  { tag: [t.link, t.url, t.tagName, t.attributeValue], color: "var(--accent)" },
  { tag: [t.processingInstruction, t.contentSeparator, t.labelName, t.comment, t.angleBracket, t.meta], color: "var(--muted)" },
  { tag: t.monospace, background: "var(--sunken)" },
]);

export const look = [theme, syntaxHighlighting(ink)];
