//! The list as CSV (RFC 4180, UTF-8) for a provider's import: the address as it is written to, the name, and the
//! other columns as they are. Nothing is defused, since an import takes cells as they stand.

/// The columns that stand first.
const FIRST: [&str; 2] = ["email", "name"];

/// Appends the header. `skip` are the list's own columns of the address and the name, which stand first.
pub(super) fn write_header(out: &mut Vec<u8>, columns: &[String], skip: &[usize]) {
    let mut record = Record { out, first: true };
    FIRST.into_iter().for_each(|name| record.cell(name));
    for (_, name) in kept(columns.iter(), skip) {
        // Imports refuse two columns of one name.
        let taken = FIRST.iter().any(|first| first.eq_ignore_ascii_case(name.trim()));
        if taken { record.cell(&format!("{name}_2")) } else { record.cell(name) }
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends a row, without its line break.
pub(super) fn write_row<'c>(
    out: &mut Vec<u8>,
    address: &str,
    name: &str,
    cells: impl Iterator<Item = &'c str>,
    skip: &[usize],
) {
    let mut record = Record { out, first: true };
    record.cell(address);
    record.cell(name);
    kept(cells, skip).for_each(|(_, cell)| record.cell(cell));
}

fn kept<T>(items: impl Iterator<Item = T>, skip: &[usize]) -> impl Iterator<Item = (usize, T)> {
    items.enumerate().filter(|(index, _)| !skip.contains(index))
}

struct Record<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl Record<'_> {
    fn cell(&mut self, text: &str) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        let quoted = text.contains(['"', ',', '\r', '\n', ';', '\t']) || text.trim().len() != text.len();
        if quoted {
            self.out.push(b'"');
            self.out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.out.push(b'"');
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_need_it() {
        let mut out = Vec::new();
        let columns = ["Mail", "Full name", "Email", "Town"].map(str::to_owned);
        write_header(&mut out, &columns, &[0, 1]);
        let cells = ["ANN@example.com", "Ann", "x", "a \"b\", c"];
        write_row(&mut out, "ann@example.com", "Ann", cells.into_iter(), &[0, 1]);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "email,name,Email_2,Town\r\nann@example.com,Ann,x,\"a \"\"b\"\", c\""
        );
    }
}
