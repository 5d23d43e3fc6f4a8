//! Under which names a letter sees the columns of a list.
//!
//! A column is a variable under its header where that is an identifier, else under its slug. Where two columns
//! would share a name, the later one gets a number.

use std::collections::BTreeSet;

/// Words that an expression of the template language can't use as a variable, and those that mean something else.
const RESERVED: &[&str] = &[
    "and", "else", "false", "False", "if", "in", "is", "loop", "none", "None", "not", "or", "row", "self",
    "true", "True",
];

/// The name made into an identifier: lower case, all else one underscore (`First name` gives `first_name`).
///
/// Letters of any script stay. A name without any letter or digit gives `column`, a leading digit gets an
/// underscore before it, and a word that templates reserve gets one after it.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c != '_' && unicode_ident::is_xid_continue(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    match out.chars().next() {
        None => out.push_str("column"),
        Some(c) if !unicode_ident::is_xid_start(c) => out.insert(0, '_'),
        Some(_) => {}
    }
    if RESERVED.contains(&out.as_str()) {
        out.push('_');
    }
    out
}

/// The variable of each column, in the columns' order, each one unique.
pub fn variables(columns: &[String]) -> Vec<String> {
    // A header that is an identifier keeps its name, even if an earlier column's slug would be the same.
    let taken: BTreeSet<&str> = columns.iter().map(String::as_str).filter(|c| is_variable(c)).collect();
    let mut seen = BTreeSet::new();
    let mut out: Vec<String> = Vec::with_capacity(columns.len());
    let mut made: BTreeSet<String> = BTreeSet::new();
    for column in columns {
        if is_variable(column) && seen.insert(column.as_str()) {
            out.push(column.clone());
            continue;
        }
        let base = slug(column);
        let mut name = base.clone();
        let mut number = 2;
        while taken.contains(name.as_str()) || made.contains(&name) {
            name = format!("{base}_{number}");
            number += 1;
        }
        made.insert(name.clone());
        out.push(name);
    }
    out
}

/// Whether the text can stand in a template as a variable of a column.
pub(crate) fn is_variable(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
        && !RESERVED.contains(&name)
}

/// The columns of a list with a quick way from a name to the column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Names {
    columns: Vec<String>,
    variables: Vec<String>,
    /// Variable and column index, sorted by the variable.
    by_variable: Vec<(String, usize)>,
    /// Header and column index, sorted by the header; of equal headers the first column.
    by_header: Vec<(String, usize)>,
}

impl Names {
    pub(crate) fn new(columns: &[String]) -> Names {
        let variables = variables(columns);
        let mut by_variable: Vec<_> = variables.iter().cloned().zip(0..).collect();
        by_variable.sort();
        let mut by_header: Vec<_> = columns.iter().cloned().zip(0..).collect();
        by_header.sort();
        by_header.dedup_by(|later, first| later.0 == first.0);
        Names { columns: columns.to_vec(), variables, by_variable, by_header }
    }

    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(crate) fn variables(&self) -> &[String] {
        &self.variables
    }

    /// The column of a variable.
    pub(crate) fn variable(&self, name: &str) -> Option<usize> {
        find(&self.by_variable, name)
    }

    /// The column of a header, or else of a variable: what `row["…"]` takes.
    pub(crate) fn header(&self, name: &str) -> Option<usize> {
        find(&self.by_header, name).or_else(|| self.variable(name))
    }
}

fn find(sorted: &[(String, usize)], name: &str) -> Option<usize> {
    let at = sorted.binary_search_by(|(key, _)| key.as_str().cmp(name)).ok()?;
    sorted.get(at).map(|(_, column)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(columns: &[&str], expected: &[&str]) {
        let columns: Vec<String> = columns.iter().map(|c| c.to_string()).collect();
        assert_eq!(variables(&columns), expected);
    }

    #[test]
    fn a_slug_is_an_identifier() {
        for (name, expected) in [
            ("First name", "first_name"),
            ("  E-Mail (work) ", "e_mail_work"),
            ("Prénom", "prénom"),
            ("名前", "名前"),
            ("2nd", "_2nd"),
            ("***", "column"),
            ("", "column"),
            ("If", "if_"),
            ("row", "row_"),
        ] {
            assert_eq!(slug(name), expected, "{name:?}");
            assert!(is_variable(&slug(name)), "{name:?}");
        }
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        check(&["Email", "First name"], &["Email", "first_name"]);
        check(&["First name", "first_name", "FIRST NAME"], &["first_name_2", "first_name", "first_name_3"]);
        check(&["a", "a", ""], &["a", "a_2", "column"]);
        check(&["row", "loop"], &["row_", "loop_"]);
    }

    #[test]
    fn names_lead_to_columns() {
        let names = Names::new(&["E-Mail".into(), "First name".into(), "First name".into()]);
        assert_eq!(names.variable("first_name"), Some(1));
        assert_eq!(names.variable("first_name_2"), Some(2));
        assert_eq!(names.header("First name"), Some(1));
        assert_eq!(names.header("e_mail"), Some(0));
        assert_eq!(names.header("x"), None);
    }
}
