//! Any bytes are read as a mail that becomes a letter, which can be written as a file and as a mail again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|bytes: &[u8]| {
    let report = outbox::open_message(bytes, &[]);
    if report.has_errors() {
        // It is no message, and so no letter.
        return;
    }
    let opened = report.value;
    let written = compose::write(&opened.letter);
    assert_eq!(compose::read(&written).value.letter, opened.letter, "{written}");
    let Some(compiled) = compose::compile(&opened.letter, &[]).value else { return };
    let files: Vec<_> =
        opened.files.iter().map(|(name, bytes)| Arc::new(outbox::File::new(name, bytes))).collect();
    let draft = outbox::draft(&compiled, &files, 0).value;
    assert_eq!(outbox::open_message(&draft, &[]).value.letter.format, opened.letter.format);
});
