//! Whatever came back, it is explained without a panic, and every piece of evidence stands in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let explanation = bounces::explain(input, None);
    for verdict in explanation.verdicts {
        assert!(!verdict.title.is_empty() && !verdict.cause.is_empty());
        for evidence in verdict.evidence {
            assert_eq!(
                explanation.text.get(evidence.span.start..evidence.span.end),
                Some(evidence.text.as_str()),
                "{evidence:?}"
            );
        }
    }
});
