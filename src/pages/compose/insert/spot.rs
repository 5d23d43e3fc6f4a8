//! A place in a text, and the ways to put something there.

use super::Changed;

/// A text and what is selected in it, in bytes.
pub(super) struct Spot<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Spot<'_> {
    pub(super) fn before(&self) -> &str {
        self.text.get(..self.start).unwrap_or_default()
    }

    pub(super) fn chosen(&self) -> &str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) fn after(&self) -> &str {
        self.text.get(self.end..).unwrap_or_default()
    }

    /// Puts words between an opening and a closing; `chosen` selects them, otherwise the cursor stands behind.
    pub(super) fn replace(&self, open: &str, words: &str, close: &str, chosen: Option<()>) -> Changed {
        let from = self.start + open.len();
        let behind = from + words.len() + close.len();
        let (start, end) = if chosen.is_some() { (from, from + words.len()) } else { (behind, behind) };
        Changed { text: [self.before(), open, words, close, self.after()].concat(), start, end }
    }

    pub(super) fn wrap(&self, open: &str, example: &str, close: &str) -> Changed {
        match self.chosen() {
            "" => self.replace(open, example, close, Some(())),
            words => self.replace(open, words, close, Some(())),
        }
    }

    /// The same on lines of its own, with an empty line around.
    pub(super) fn block(&self, open: &str, example: &str, close: &str) -> Changed {
        let before = match self.before() {
            "" => "",
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let after = match self.after() {
            text if text.starts_with("\n\n") => "",
            text if text.starts_with('\n') || text.is_empty() => "\n",
            _ => "\n\n",
        };
        self.wrap(&format!("{before}{open}"), example, &format!("{close}{after}"))
    }

    /// A loop, with what stands in it selected.
    pub(super) fn loops(&self, open: &str, item: &str, close: &str) -> Changed {
        Spot { start: self.end, ..*self }.block(open, item, close)
    }

    /// A text on lines of its own after the selection, with the cursor behind it.
    pub(super) fn alone(&self, text: &str) -> Changed {
        let made = Spot { start: self.end, ..*self }.block(text, "", "");
        let behind = made.text.len() - self.after().len();
        Changed { start: behind, end: behind, ..made }
    }

    /// Puts a sign before each line of the selection, or takes it away where all have it.
    pub(super) fn lines(&self, sign: &str, example: &str) -> Changed {
        let first = self.before().rfind('\n').map_or(0, |at| at + 1);
        let last = self.after().find('\n').map_or(self.text.len(), |at| self.end + at);
        let lines = self.text.get(first..last).unwrap_or_default();
        if lines.trim().is_empty() {
            return Spot { text: self.text, start: first, end: last }.wrap(sign, example, "");
        }
        let all = lines.lines().filter(|line| !line.is_empty()).all(|line| line.starts_with(sign));
        let changed: Vec<String> = lines
            .lines()
            .map(|line| match line.strip_prefix(sign) {
                Some(bare) if all => bare.to_owned(),
                _ if line.is_empty() => String::new(),
                _ => format!("{sign}{line}"),
            })
            .collect();
        let changed = changed.join("\n");
        let text =
            [self.text.get(..first).unwrap_or_default(), &changed, self.text.get(last..).unwrap_or_default()];
        Changed { text: text.concat(), start: first, end: first + changed.len() }
    }
}
