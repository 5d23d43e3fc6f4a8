//! Whole inputs of every kind, each beside what must come out. `UPDATE=1` writes the results anew: read the
//! diff before committing it. Adding a case is adding a file.

use std::fmt::Write as _;
use std::path::Path;

/// An explanation in short lines for people to review.
fn summary(explanation: &bounces::Explanation) -> String {
    let mut out = format!("{}\n", explanation.input_label);
    for verdict in &explanation.verdicts {
        let or = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        let reply = verdict.reply_code.map_or("-".into(), |code| code.to_string());
        let enhanced = verdict.enhanced_code.map_or("-".into(), |code| code.to_string());
        let inner = verdict.inner_cause.as_ref().map_or(String::new(), |inner| format!(" ({inner})"));
        let _ = writeln!(
            out,
            "\n{}: {} {reply} {enhanced} -> {}{inner}, {}, {:?}\n  title: {}\n  rule: {}\n  command: {}, remote: {}, provider: {}",
            verdict.input,
            or(&verdict.recipient),
            verdict.cause,
            verdict.address_action,
            verdict.permanence.in_practice,
            verdict.title,
            verdict.rule,
            or(&verdict.command),
            or(&verdict.remote),
            or(&verdict.provider),
        );
        for evidence in &verdict.evidence {
            let _ = writeln!(out, "  evidence: {:?}", evidence.text);
        }
        for warning in &verdict.warnings {
            let _ = writeln!(out, "  warning: {warning}");
        }
        let first = verdict.advice.first().cloned().unwrap_or_default();
        let _ = writeln!(out, "  first step: {first}");
    }
    out
}

#[test]
fn every_input_is_explained_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|end| end == "expected") {
            continue;
        }
        count += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = summary(&bounces::explain(&std::fs::read(&path).unwrap(), Some(&name)));
        let beside = folder.join(format!("{name}.expected"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&beside, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{name}\nexpected\n{expected}\nfound\n{found}"));
        }
    }
    assert!(count > 25, "{count} inputs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
