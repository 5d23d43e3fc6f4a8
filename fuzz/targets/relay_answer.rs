//! Whatever a relay answers: every letter gets exactly one outcome, and nothing that no preset calls a yes is one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relays::{Answer, HttpResponse, Outcome, Outgoing, presets, read_answer};

fuzz_target!(|input: (u16, &str, &str)| {
    let (status, header, body) = input;
    let letter = Outgoing { envelope_to: "bo@example.net".to_owned(), ..Outgoing::default() };
    let headers = vec![("Retry-After".to_owned(), header.to_owned())];
    let response = HttpResponse { status, headers, body: body.to_owned() };
    for preset in presets() {
        let letters = vec![&letter; preset.limits.letters.min(3)];
        if let Outcome::Each(answers) = preset.answer.read(&letters, Ok(&response), 1_440_938_160) {
            assert_eq!(answers.len(), letters.len());
            let is_yes = answers.iter().any(|answer| matches!(answer, Answer::Accepted { .. }));
            assert!(!is_yes || status < 500, "{} takes {status} for a yes", preset.id);
        }
    }
    let _ = read_answer(Some(status), body);
});
