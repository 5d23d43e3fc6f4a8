//! Any text is a condition or a reason why not, with its place in the text; asked of rows it says yes, no or why not.
#![no_main]

use compose::{Cells, Condition};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

#[derive(Debug)]
struct List(Vec<String>);

impl Cells for List {
    fn columns(&self) -> &[String] {
        &self.0
    }

    fn rows(&self) -> usize {
        2
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        ["pro", "12", ""].get(row + column).copied().unwrap_or_default()
    }
}

fuzz_target!(|text: &str| {
    let list = List(["plan", "age", "City name"].map(str::to_owned).to_vec());
    let report = Condition::compile(text, &list.0);
    for found in &report.diagnostics {
        assert!(found.span.is_none_or(|span| span.of(text).is_some()), "{found:?}");
    }
    let Some(condition) = report.value else {
        assert!(!report.diagnostics.is_empty());
        return;
    };
    let cells: Arc<dyn Cells> = Arc::new(list);
    let mut asked = 0;
    condition.ask(&cells, 0..2, |_, _| asked += 1);
    assert_eq!(asked, 2);
});
