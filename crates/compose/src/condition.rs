//! A condition over a list's columns, in the letter's own language: `plan == "pro" and city in ["Oslo", "Bergen"]`.

use crate::cells::Cells;
use crate::distance::nearest;
use crate::engine::environment;
use crate::names::Names;
use crate::row::Lending;
use crate::trouble;
use diag::{Diagnostic, Report};
use minijinja::{Environment, ErrorKind, Expression};
use std::ops::Range;
use std::sync::Arc;

/// The field that diagnostics about a condition stand in.
const FIELD: &str = "segment";

/// A condition that each row meets or does not. A column that is empty counts as false, any other text as true.
#[derive(Debug)]
pub struct Condition {
    env: Environment<'static>,
    text: String,
    names: Arc<Names>,
}

impl Condition {
    /// Reads a condition for a list of these columns. `None` where it can't be asked at all: the diagnostics say why,
    /// with spans in the text.
    pub fn compile(text: &str, columns: &[String]) -> Report<Option<Condition>> {
        let names = Arc::new(Names::new(columns));
        let env = environment();
        if text.trim().is_empty() {
            let found = Diagnostic::error("segment-empty", "expected a condition, but found nothing")
                .hint("write one such as `plan == \"pro\"`")
                .in_field(FIELD);
            return Report::new(None, vec![found]);
        }
        let unknown = match env.compile_expression(text) {
            Ok(expression) => unknown(&expression, text, &names),
            Err(error) => {
                let mut found = trouble::explain(&error, text, FIELD.into(), &names);
                if error.kind() == ErrorKind::SyntaxError && has_single_equals(text) {
                    found.hint = Some("two signs compare: write == instead of =".into());
                }
                return Report::new(None, vec![found]);
            }
        };
        if !unknown.is_empty() {
            return Report::new(None, unknown);
        }
        let notes = compares_text_with_number(text).into_iter().collect();
        Report::new(Some(Condition { env, text: text.to_owned(), names }), notes)
    }

    /// The condition as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Asks the rows, one after the other. A row that can't be asked, since a cell is no number where one is needed, gives
    /// the reason.
    pub fn ask(
        &self,
        cells: &Arc<dyn Cells>,
        rows: Range<usize>,
        mut answer: impl FnMut(usize, Result<bool, Diagnostic>),
    ) {
        let names = match self.names.columns() == cells.columns() {
            true => Arc::clone(&self.names),
            false => Arc::new(Names::new(cells.columns())),
        };
        // It was compiled once before, so it compiles again; that is far less than a step's rows cost.
        let Ok(expression) = self.env.compile_expression(&self.text) else { return };
        let lent = Lending::new(names, Arc::clone(cells), std::iter::empty());
        for row in rows {
            let said = expression.eval(lent.context(row).root()).map(|value| value.is_true());
            answer(
                row,
                said.map_err(|error| trouble::explain(&error, &self.text, FIELD.into(), &self.names)),
            );
        }
    }
}

/// The names in it that are no column's.
fn unknown(expression: &Expression<'_, '_>, text: &str, names: &Names) -> Vec<Diagnostic> {
    let mut unknown: Vec<String> = expression
        .undeclared_variables(false)
        .into_iter()
        .filter(|name| name != "row" && names.variable(name).is_none() && !FUNCTIONS.contains(&name.as_str()))
        .collect();
    unknown.sort();
    unknown.into_iter().map(|name| no_column(&name, text, names)).collect()
}

/// What the template language has under a name without any column.
const FUNCTIONS: [&str; 4] = ["range", "dict", "namespace", "debug"];

fn no_column(name: &str, text: &str, names: &Names) -> Diagnostic {
    let mut found =
        Diagnostic::error("field-unknown", format!("the list has no column `{name}`")).in_field(FIELD);
    found.hint = Some(match nearest(name, names.variables().iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the columns are {}", names.variables().join(", ")),
    });
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |at: usize| {
        !text[..at].chars().next_back().is_some_and(is_part)
            && !text[at + name.len()..].chars().next().is_some_and(is_part)
    };
    match text.match_indices(name).find(|(at, _)| whole(*at)) {
        Some((at, _)) => found.at(at..at + name.len()),
        None => found,
    }
}

/// Whether a sign of equality stands alone.
fn has_single_equals(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        bytes[at] == b'='
            && !matches!(bytes.get(at + 1), Some(b'='))
            && !matches!(
                at.checked_sub(1).and_then(|before| bytes.get(before)),
                Some(b'=' | b'!' | b'<' | b'>')
            )
    })
}

/// Cells are text, and text is neither more nor less than a number; so a comparison with one needs a filter.
fn compares_text_with_number(text: &str) -> Option<Diagnostic> {
    let at = text.match_indices(['<', '>', '=']).map(|(at, sign)| at + sign.len()).find(|at| {
        text.get(*at..).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    })?;
    let is_number =
        ["int", "float", "length", "count", "abs", "round"].iter().any(|word| text.contains(word));
    (!is_number).then(|| {
        Diagnostic::warning("segment-number", "found a comparison with a number, but cells are text")
            .hint("make the cell a number first, as in `age | int > 30`; or put the number in quotes")
            .in_field(FIELD)
            .at(at..text.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct List(Vec<String>, Vec<Vec<&'static str>>);

    impl Cells for List {
        fn columns(&self) -> &[String] {
            &self.0
        }

        fn rows(&self) -> usize {
            self.1.len()
        }

        fn cell(&self, row: usize, column: usize) -> &str {
            self.1[row].get(column).copied().unwrap_or_default()
        }
    }

    fn list() -> List {
        let columns = ["email", "plan", "City name", "age"].map(str::to_owned).to_vec();
        let rows = vec![
            vec!["ann@example.com", "pro", "Oslo", "31"],
            vec!["bo@example.com", "free", "Bergen", "5"],
            vec!["cy@example.com", "pro", "Kyiv", ""],
        ];
        List(columns, rows)
    }

    #[track_caller]
    fn check(text: &str, members: &[usize]) {
        let list = list();
        let report = Condition::compile(text, &list.0);
        let condition = report.value.unwrap_or_else(|| panic!("{:?}", report.diagnostics));
        let mut found = Vec::new();
        let cells: Arc<dyn Cells> = Arc::new(list);
        condition.ask(&cells, 0..3, |row, said| {
            if said == Ok(true) {
                found.push(row);
            }
        });
        assert_eq!(found, members, "{text}");
    }

    #[test]
    fn rows_meet_a_condition() {
        check("plan == \"pro\"", &[0, 2]);
        check("plan == 'pro' and city_name in ['Oslo', 'Bergen']", &[0]);
        check("row['City name'] == 'Bergen' or age | default(0) | int > 30", &[0, 1]);
        check("not age", &[2]);
        check("email is endingwith('.com')", &[0, 1, 2]);
        check("plan|upper == 'FREE'", &[1]);
    }

    #[track_caller]
    fn check_wrong(text: &str, code: &str, marked: Option<&str>) {
        let report = Condition::compile(text, &list().0);
        let found = &report.diagnostics[0];
        assert_eq!(
            (found.code.as_ref(), found.span.and_then(|span| span.of(text))),
            (code, marked),
            "{found:?}"
        );
    }

    #[test]
    fn what_is_no_condition_says_why() {
        check_wrong("plann == 'pro'", "field-unknown", Some("plann"));
        check_wrong("plan = 'pro'", "template-syntax", Some("="));
        check_wrong(" ", "segment-empty", None);
        check_wrong("age > 30", "segment-number", Some(" 30"));
    }

    #[test]
    fn a_row_that_cannot_be_asked_says_why() {
        let condition = Condition::compile("age | int > 3", &list().0).value.unwrap();
        let cells: Arc<dyn Cells> = Arc::new(list());
        let mut said = Vec::new();
        condition.ask(&cells, 0..3, |_, answer| said.push(answer.map_err(|found| found.code)));
        assert_eq!(said, [Ok(true), Ok(true), Err("template-value".into())]);
    }
}
