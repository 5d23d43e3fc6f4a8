//! A letter file is read without a panic, written and read again as the same letter, and compiled.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let letter = compose::read(text).value.letter;
    let written = compose::write(&letter);
    assert_eq!(compose::read(&written).value.letter, letter, "{written}");
    let columns = ["email".to_owned(), "First name".to_owned()];
    let report = compose::compile(&letter, &columns);
    for diagnostic in &report.diagnostics {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
    }
});
