// What a person can find on the page: by what it is and what it is called. Put before every script of the tests.
const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const tidy = (text) => (text || '').replace(/\s+/g, ' ').trim();
const called = (e) => tidy(
  e.getAttribute('aria-label')
  || (e.getAttribute('aria-labelledby') || '').split(' ').filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent).join(' ')
  || (e.labels ? [...e.labels].map((label) => label.textContent).join(' ') : '')
  || (e.matches('input,textarea,select') ? e.placeholder : e.textContent)
  || e.title);
const KINDS = {
  button: 'button:not([role]), [role=button], summary',
  link: 'a[href]',
  tab: '[role=tab]',
  option: 'option, [role=option]',
  radio: 'input[type=radio]',
  checkbox: 'input[type=checkbox]',
  field: 'input:not([type=radio], [type=checkbox], [type=file], [type=hidden]), textarea, select, [role=textbox]',
  heading: 'h1, h2, h3, h4, h5, h6',
  label: 'label',
  dialog: 'dialog[open], [role=dialog]',
  any: '*',
};
// The first that is shown and whose name matches the expression; one that matches whole comes before one that
// matches in part. What stands in a modal dialog comes before the page behind it, which cannot be reached.
const find = (kind, expression) => {
  const behind = (e) => !e.closest('dialog:modal');
  const all = [...document.querySelectorAll(KINDS[kind])].filter(shown).sort((a, b) => behind(a) - behind(b));
  const whole = new RegExp(`^(?:${expression})$`), part = new RegExp(expression);
  return all.find((e) => whole.test(called(e))) || all.find((e) => part.test(called(e))) || null;
};
// Whether a thing stands where it stood at the last look: a click on one that moves lands beside it.
const boxes = (window.postroomBoxes ??= new WeakMap());
const stands = (e) => {
  const { x, y, width, height } = e.getBoundingClientRect();
  const [before, now] = [boxes.get(e), [x, y, width, height].join()];
  boxes.set(e, now);
  return before === now;
};
// What can be used: not disabled, and not on its way.
const usable = (e) => (e && !e.disabled && e.getAttribute('aria-disabled') !== 'true' && stands(e) ? e : null);
// What stands in a field: an input, a textarea, or the letter's editor, which draws only the lines in sight.
const written = (e) => e.value ?? e.cmTile?.root?.view?.state.doc.toString() ?? e.innerText;
const main = () => tidy(document.querySelector('main')?.innerText);
const everything = () => tidy(document.body.innerText);
const letter = () => [...document.querySelectorAll('iframe')].find(shown)?.contentDocument;
