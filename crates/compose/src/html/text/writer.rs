//! The text as it grows: line breaks and spaces that are due, quotes, and template statements in their places.

use crate::html::decode;

#[derive(Debug)]
pub(super) struct Link {
    pub(super) href: String,
    /// Where its text starts in the output.
    pub(super) start: usize,
}

pub(super) struct Writer<'s> {
    pub(super) is_statement: &'s dyn Fn(char) -> bool,
    pub(super) out: String,
    /// Line breaks that are due before the next text: 1 ends a line, 2 leaves a blank line.
    pub(super) breaks: usize,
    /// A space is due before the next text of the line.
    pub(super) space: bool,
    /// For each open list: the next number, or `None` for marks.
    pub(super) lists: Vec<Option<usize>>,
    /// For each open table: whether it holds data, and whether a cell of this row was written.
    pub(super) tables: Vec<(bool, bool)>,
    pub(super) links: Vec<Link>,
    pub(super) quotes: usize,
    pub(super) pre: usize,
    /// Elements that are open and not shown, by name.
    pub(super) hidden: Vec<(String, usize)>,
    /// A list or a table is open that has no item or row yet.
    pub(super) empty: bool,
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if !self.hidden.is_empty() {
            return self.statements(text);
        }
        let text = decode(text);
        if self.pre > 0 {
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.flush();
                    self.out.push('\n');
                    self.prefix();
                }
                self.push(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.space = true,
                // Invisible characters that pad preheaders.
                '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{34f}' | '\u{ad}' => {}
                c if (self.is_statement)(c) => self.statement(c),
                c => {
                    let c = if c == '\u{a0}' { ' ' } else { c };
                    let mut buffer = [0; 4];
                    self.push(c.encode_utf8(&mut buffer));
                }
            }
        }
    }

    /// The statements of a text that is not shown itself.
    pub(super) fn statements(&mut self, text: &str) {
        text.chars().filter(|c| (self.is_statement)(*c)).for_each(|c| self.statement(c));
    }

    /// A statement goes before the breaks that are due, and so they belong to what it may leave out. Only the blank
    /// line before a list stays outside: a loop over items must not repeat it.
    fn statement(&mut self, c: char) {
        if self.empty && self.breaks == 2 && !self.out.is_empty() {
            self.breaks = 1;
            self.out.push('\n');
            self.prefix();
        }
        self.out.push(c);
    }

    pub(super) fn block(&mut self, breaks: usize) {
        if breaks > 0 {
            self.breaks = self.breaks.max(breaks);
            self.space = false;
        }
    }

    /// Writes what is due, then the text.
    pub(super) fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.flush();
        self.out.push_str(text);
    }

    fn flush(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        let space = std::mem::take(&mut self.space);
        if self.out.is_empty() {
            self.prefix();
            return;
        }
        if breaks > 0 {
            let kept = self.out.trim_end_matches([' ', '\n']).len();
            self.out.truncate(kept);
            for i in 0..breaks {
                self.out.push('\n');
                if i + 1 == breaks {
                    self.prefix();
                }
            }
        } else if space && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn prefix(&mut self) {
        for _ in 0..self.quotes {
            self.out.push_str("> ");
        }
    }

    pub(super) fn finish(mut self) -> String {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}
