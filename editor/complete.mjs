// Completion inside template tags: the list's columns, then the words of the template language.
import { snippet, snippetCompletion } from "@codemirror/autocomplete";
import words from "./words.json";

const plain = (type) => (label) => ({ label, type });
const filters = words.filters.map(plain("function")), tests = words.tests.map(plain("keyword"));
const functions = words.functions.map(plain("variable"));
/** Takes the end of the tag with it, of which a brace may stand there already. */
const whole = (template) => (view, completion, from, to) => {
  const rest = /^ ?%?\}?/.exec(view.state.sliceDoc(to, to + 3))[0].length;
  snippet(template)(view, completion, from, to + rest);
};
const block = (label, boost, template) => ({ label, boost, detail: "… end", type: "keyword", apply: whole(template) });
const statements = [
  block("if", 3, "if ${column} %}\n${text}\n{% endif %}"),
  block("if else", 2, "if ${column} %}\n${text}\n{% else %}\n${other text}\n{% endif %}"),
  block("for", 2, "for ${item} in ${column}.split(\";\") %}\n- {{ ${item} | trim }}\n{% endfor %}"),
  ...words.statements
    .filter((name) => name !== "if" && name !== "for")
    .map((label) => ({ label, type: "keyword", apply: whole(/^(?:end|else|raw)/.test(label) ? `${label} %}` : `${label} \${} %}`) })),
];
const fieldSnippets = [
  snippetCompletion("{{ ${column} | default(\"${there}\") }}", { label: "{{ … | default }}", detail: "a field with a fallback", type: "text" }),
];

/** A source of completions; `columns` gives the list's columns as `{name, sample}`. */
export function completion(columns) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = context.state.sliceDoc(Math.max(line.from, context.pos - 400), context.pos);
    const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
    if (open < 0) {
      const brace = context.matchBefore(/\{$/);
      return brace && { from: brace.from, options: fieldSnippets, filter: false };
    }
    const inside = before.slice(open + 2);
    if (/\}\}|%\}/.test(inside)) return null;
    const word = context.matchBefore(/[\p{L}\p{N}_]*$/u);
    if (!word || (word.from === word.to && !context.explicit && !/[\s|]$/.test(inside))) return null;
    const head = inside.slice(0, inside.length - (word.to - word.from));
    const options = choose(head, before[open + 1] === "%", columns());
    return options && { from: word.from, options, validFor: /^[\p{L}\p{N}_]*$/u };
  };
}

function choose(head, statement, columns) {
  if (quoted(head)) return null;
  if (/\|\s*$/.test(head)) return filters;
  if (/\bis(\s+not)?\s+$/.test(head)) return tests;
  if (/\.\s*$/.test(head)) return null;
  if (statement && /^[-+]?\s*$/.test(head)) return statements;
  const named = columns.map(({ name, sample }) => ({ label: name, detail: sample, type: "variable", boost: 2 }));
  return [...named, ...functions];
}

/** Whether a text ends inside quotes. */
function quoted(text) {
  let quote = null;
  for (const c of text) {
    if (quote) quote = c === quote ? null : quote;
    else if (c === "\"" || c === "'") quote = c;
  }
  return quote !== null;
}
