//! The template engine, set up for letters: strict, limited, and silent about anything but the row.

mod escape;
mod filters;
mod methods;

use minijinja::value::{Rest, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, syntax::SyntaxConfig};
use std::io::{self, Write};

pub(crate) use escape::write as escaped;
pub(crate) use methods::METHODS;

/// How much work one template may do for one recipient: about a step of the engine, or 64 bytes of text, each.
const FUEL: u64 = 500_000;
/// How deep macros and loops may call each other. Low enough for the small stack of a web worker.
const DEPTH: usize = 64;
/// How much one part of one recipient's letter may hold, in bytes.
pub(crate) const MAX_OUTPUT: usize = 4 << 20;

/// The name of the HTML part's template.
pub(crate) const HTML: &str = "html";
/// The name of the text part's template.
pub(crate) const TEXT: &str = "text";
/// The name of the body as the author wrote it, which finds the place of an error.
pub(crate) const BODY: &str = "body";

/// An environment without templates. Values are HTML-escaped in the template [`HTML`] only.
pub(crate) fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(DEPTH);
    // Spans and the names of undefined values come with this; it costs nothing until there is an error.
    env.set_debug(true);
    env.set_auto_escape_callback(|name| if name == HTML { AutoEscape::Html } else { AutoEscape::None });
    if let Ok(syntax) = SyntaxConfig::builder().keep_trailing_newline(true).build() {
        env.set_syntax(syntax);
    }
    env.set_unknown_method_callback(methods::call);
    env.set_formatter(escape::formatter);
    env.add_filter("e", escape::filter);
    env.add_filter("escape", escape::filter);
    env.add_filter("default", default);
    env.add_filter("d", default);
    filters::add(&mut env);
    env
}

/// The value, or the first argument (else nothing) where the value is undefined, none, or an empty or blank text: a
/// cell that somebody left empty. A second argument, as Jinja2 has it, also replaces 0 and false.
fn default(value: &Value, args: Rest<Value>) -> Result<Value, Error> {
    if args.len() > 2 {
        return Err(Error::from(ErrorKind::TooManyArguments));
    }
    let lax = args.get(1).is_some_and(Value::is_true);
    let empty = value.is_undefined()
        || value.is_none()
        || value.as_str().is_some_and(|text| text.trim().is_empty())
        || (lax && !value.is_true());
    if empty { Ok(args.first().cloned().unwrap_or_else(|| Value::from(""))) } else { Ok(value.clone()) }
}

/// A writer that stops at a limit and remembers why it stopped.
///
/// The engine writes a template's static text as slices of its own copy, which can't be lent out. Each such slice is
/// known by its address and passed on as the same slice of our copy.
pub(crate) struct Limited<'w, W: ?Sized> {
    inner: &'w mut W,
    left: usize,
    /// Where the engine's copy of the source lies.
    theirs: usize,
    /// Our copy of the source.
    ours: &'w [u8],
    /// Nothing was written yet, and line breaks are left out until something is: a branch that was not taken has
    /// left the space that parts it from what follows.
    at_start: bool,
    /// Whether the limit, and not the writer below, ended it.
    pub(crate) full: bool,
}

impl<'w, W: Write + ?Sized> Limited<'w, W> {
    /// `theirs` and `ours` are two copies of one text; `trimmed` leaves out line breaks at the start.
    pub(crate) fn new(
        inner: &'w mut W,
        limit: usize,
        theirs: &str,
        ours: &'w str,
        trimmed: bool,
    ) -> Limited<'w, W> {
        debug_assert_eq!(theirs, ours);
        let theirs = theirs.as_ptr().addr();
        Limited { inner, left: limit, theirs, ours: ours.as_bytes(), at_start: trimmed, full: false }
    }
}

impl<W: Write + ?Sized> Write for Limited<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut bytes = bytes;
        if self.at_start {
            let blank = bytes.iter().take_while(|b| **b == b'\n').count();
            bytes = bytes.get(blank..).unwrap_or_default();
            self.at_start = bytes.is_empty();
        }
        match self.left.checked_sub(bytes.len()) {
            Some(left) => self.left = left,
            None => {
                self.full = true;
                return Err(io::Error::other("the letter is too long"));
            }
        }
        let offset = bytes.as_ptr().addr().wrapping_sub(self.theirs);
        match self.ours.get(offset..offset.wrapping_add(bytes.len())) {
            Some(same) => self.inner.write_all(same),
            None => self.inner.write_all(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::{FILTERS, TESTS};
    use minijinja::context;

    #[test]
    fn the_lists_of_filters_and_tests_are_the_engines() {
        let env = environment();
        for filter in FILTERS {
            let error = env.render_str(&format!("{{{{ 'a' | {filter} }}}}"), ()).err().map(|e| e.kind());
            assert_ne!(error, Some(ErrorKind::UnknownFilter), "{filter}");
        }
        for test in TESTS {
            let error = env.render_str(&format!("{{{{ 'a' is {test} }}}}"), ()).err().map(|e| e.kind());
            assert_ne!(error, Some(ErrorKind::UnknownTest), "{test}");
        }
    }

    #[test]
    fn default_replaces_what_is_empty() {
        let env = environment();
        for (value, expected) in [("", "x"), ("  ", "x"), ("a", "a"), ("0", "0")] {
            assert_eq!(env.render_str("{{ v | default('x') }}", context!(v => value)).unwrap(), expected);
        }
        assert_eq!(
            env.render_str("{{ nobody | d('x') }}{{ 0 | d('x') }}{{ 0 | d(1, true) }}", ()).unwrap(),
            "x01"
        );
    }

    #[test]
    fn templates_can_not_run_away() {
        let env = environment();
        let long = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        assert_eq!(env.render_str(long, ()).unwrap_err().kind(), ErrorKind::OutOfFuel);
        let large = "{{ 'x' * 999999999 }}";
        assert_eq!(env.render_str(large, ()).unwrap_err().kind(), ErrorKind::OutOfFuel);
        let doubling = "{% set n = namespace(x='xxxxxxxxxx') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}";
        assert_eq!(env.render_str(doubling, ()).unwrap_err().kind(), ErrorKind::OutOfFuel);
        let deep = "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}";
        assert!(env.render_str(deep, ()).is_err());
    }

    #[test]
    fn nothing_else_can_be_read() {
        for text in ["{% include 'x' %}", "{% extends 'x' %}", "{% import 'x' as y %}"] {
            assert_eq!(
                environment().render_str(text, ()).unwrap_err().kind(),
                ErrorKind::SyntaxError,
                "{text}"
            );
        }
    }
}
