//! What the first rows tell of all: the delimiter, whether they are named, how many columns there are.

use super::source::{Source, too_large};
use super::{Reader, State};
use crate::base::{Base, MAX_TEXT};
use crate::guard;
use crate::rows::Scan;
use crate::scan::{self, Dialect};
use crate::sniff;
use diag::Diagnostic;

impl Reader {
    /// Prepares the scan: dialect, columns, and the first row's place.
    pub(super) fn begin(&mut self, text: String, start: usize, source: Source) -> State {
        if text.len() > MAX_TEXT {
            return self.refuse(too_large(text.len()));
        }
        let chosen = self.options.delimiter.and_then(|c| {
            let usable = u8::try_from(c).ok().filter(|b| b.is_ascii() && !matches!(b, b'"' | b'\r' | b'\n'));
            if usable.is_none() {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "file-delimiter",
                        format!("expected an ASCII sign as delimiter, but found {c:?}"),
                    )
                    .hint("the delimiter was found from the file instead"),
                );
            }
            usable
        });
        let (dialect, start) = match source.format {
            "" => sniff::dialect(&text, start, chosen),
            _ => (Dialect { delimiter: Some(b','), newline: b'\n' }, start),
        };
        let sample = sniff::records(&text, start, dialect);
        if sample.is_empty() {
            return self
                .refuse(Diagnostic::error("file-empty", "expected a list, but found blank lines only"));
        }
        let named = matches!(source.format, "vcard" | "mbox" | "mailboxes");
        let has_header = named || self.options.header.unwrap_or_else(|| sniff::has_header(&sample));
        let (mut header, blanks, at) =
            if has_header { header(&text, start, dialect) } else { (None, 0, start) };
        if source.format.is_empty() {
            let names = header.iter_mut().flatten();
            names.for_each(|name| *name = guard::unguarded(name).to_owned());
        }
        let widths: Vec<usize> = sample.iter().skip(usize::from(has_header)).map(Vec::len).collect();
        let width =
            sniff::commonest(&widths).map_or(0, |(width, _)| width).max(header.as_ref().map_or(1, Vec::len));
        let columns = self.name_columns(header.as_deref(), width);
        let base = Base {
            empty: vec![0; columns.len()],
            columns,
            first_number: if has_header { 2 + blanks } else { 1 },
            header,
            encoding: source.encoding,
            byte_order_mark: source.byte_order_mark,
            guarded: source.format.is_empty(),
            format: match (source.format, dialect.delimiter) {
                ("", Some(_)) => "csv",
                ("", None) => "lines",
                (format, _) => format,
            },
            sheets: source.sheets,
            sheet: source.sheet,
            delimiter: dialect.delimiter,
            newline: dialect.newline,
            text,
            ..Base::default()
        };
        let length = base.text.len();
        State::Scan(Box::new(Scan::new(base, dialect, at, length)))
    }

    /// Names for `width` columns: the header's, made unique.
    fn name_columns(&mut self, header: Option<&[String]>, width: usize) -> Vec<String> {
        let mut names: Vec<String> = Vec::with_capacity(width);
        for i in 0..width {
            let written = header.and_then(|header| header.get(i)).map_or("", |name| name.trim());
            let wanted = match written {
                "" if width == 1 => "email".to_owned(),
                "" => format!("Column {}", i + 1),
                name => name.to_owned(),
            };
            let mut name = wanted.clone();
            let mut again = 2;
            while names.contains(&name) {
                name = format!("{wanted} {again}");
                again += 1;
            }
            if name != wanted {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "file-column-twice",
                        format!("found two columns named {wanted:?}; the second is now {name:?}"),
                    )
                    .hint("give each column a name of its own")
                    .in_row(1),
                );
            }
            names.push(name);
        }
        names
    }
}

/// The header's cells, the blank lines before it, and where the rows begin.
fn header(text: &str, start: usize, dialect: Dialect) -> (Option<Vec<String>>, u32, usize) {
    let mut at = start;
    let mut blanks = 0;
    while at < text.len() {
        let (cells, next) = scan::record(text, at, dialect);
        at = next;
        if !sniff::is_blank(&cells) {
            return (Some(cells), blanks, at);
        }
        blanks += 1;
    }
    (None, 0, start)
}
