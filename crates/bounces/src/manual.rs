//! The user's manual of causes and codes as Markdown, from the same data that the app shows.

use crate::catalogue::{Digit, catalogue};
use crate::policy::policies;
use std::fmt::Write as _;

/// The whole manual.
pub fn manual() -> String {
    let all = catalogue();
    let mut out = String::from(
        "# What came back, and what it means\n\n\
         Generated from `crates/bounces/data/` by `cargo run -p bounces --example manual`; edit it there.\n\n\
         ## Causes\n\n",
    );
    for cause in &all.causes {
        // Writing to a string can't fail.
        let _ = writeln!(
            out,
            "### {}\n\n`{}`\n\n**What happened.** {}\n\n**Why.** {}\n",
            cause.title, cause.id, cause.what, cause.why
        );
        let _ = writeln!(out, "**What to do.**\n");
        for (at, step) in cause.advice.iter().enumerate() {
            let _ = writeln!(out, "{}. {step}", at + 1);
        }
        let _ = writeln!(
            out,
            "\n**The address:** {}. **For good?** {}. **Whose fault:** {}.\n\n**Example.** `{}`\n\n**References.** {}\n",
            cause.action,
            cause.permanence,
            cause.fault,
            cause.example,
            cause.references.join("; ")
        );
    }
    out.push_str("## Reply codes\n\nThe three digits (RFC 5321 §4.2.1):\n\n");
    digits(&mut out, "First", all.first_digits);
    digits(&mut out, "Second", all.second_digits);
    let _ = writeln!(out, "The third digit {}.\n", all.third_digit);
    out.push_str("| Code | | Meaning | Defined in |\n|---|---|---|---|\n");
    for entry in &all.replies {
        let reference = if entry.reference.is_empty() { "no standard" } else { entry.reference };
        let _ = writeln!(out, "| {} | {} | {} | {reference} |", entry.code, entry.title, entry.meaning);
    }
    out.push_str("\n## Enhanced status codes\n\nThree numbers with dots (RFC 3463); the scheme is not that of the reply code's digits.\n\n");
    digits(&mut out, "First number", all.classes);
    digits(&mut out, "Second number", all.subjects);
    out.push_str("| Code | | Meaning | Goes with | Defined in |\n|---|---|---|---|---|\n");
    for entry in &all.enhanced {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            entry.code, entry.title, entry.meaning, entry.reply_codes, entry.reference
        );
    }
    out.push_str("\n## How often may a subscriber bounce?\n\n| System | Rule | Source |\n|---|---|---|\n");
    for policy in policies() {
        let _ = writeln!(out, "| {} | {} | {} |", policy.name, policy.text, policy.source);
    }
    out
}

fn digits(out: &mut String, place: &str, table: &[Digit]) {
    let _ = writeln!(out, "| {place} | | |\n|---|---|---|");
    for digit in table {
        let _ = writeln!(out, "| {} | {} | {} |", digit.digit, digit.title, digit.meaning);
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_manual_in_docs_is_this_one() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bounces.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == super::manual(),
            "stale: run `cargo run -p bounces --example manual > docs/bounces.md`"
        );
    }
}
