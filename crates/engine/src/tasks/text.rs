//! What changed in the derived text since the text by hand was written from it.

use crate::protocol::{TextChange, TextLine};
use compose::Compiled;
use similar::{ChangeTag, TextDiff};

/// Lines that stay the same and are shown around each change.
const AROUND: usize = 2;

/// The changed lines with those around them; none where the text by hand is as old as the letter, or there is none.
pub fn changes(compiled: &Compiled) -> Vec<TextLine> {
    match compiled.derived_text() {
        Some(derived) if compiled.text_is_old() => between(&compiled.letter().text_from, derived),
        _ => Vec::new(),
    }
}

fn between(before: &str, after: &str) -> Vec<TextLine> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let difference = TextDiff::from_slices(&before, &after);
    let mut lines = Vec::new();
    for (number, group) in difference.grouped_ops(AROUND).iter().enumerate() {
        if number > 0 {
            lines.push(TextLine { change: TextChange::Skipped, text: String::new() });
        }
        for change in group.iter().flat_map(|op| difference.iter_changes(op)) {
            let kind = match change.tag() {
                ChangeTag::Equal => TextChange::Same,
                ChangeTag::Delete => TextChange::Gone,
                ChangeTag::Insert => TextChange::New,
            };
            lines.push(TextLine { change: kind, text: change.value().to_owned() });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        let told: Vec<String> = between(before, after)
            .iter()
            .map(|line| match line.change {
                TextChange::Same => format!(" {}", line.text),
                TextChange::Gone => format!("-{}", line.text),
                TextChange::New => format!("+{}", line.text),
                TextChange::Skipped => "…".to_owned(),
            })
            .collect();
        assert_eq!(told.join("\n"), expected);
    }

    #[test]
    fn changed_lines_are_told_with_those_around_them() {
        check("a\nb\nc\nd\n", "a\nb\nC\nd\n", " a\n b\n-c\n+C\n d");
        check("a\nb", "a\nb\nc", " a\n b\n+c");
        check("same\n", "same\n", "");
        let long: String = (0..20).map(|line| format!("{line}\n")).collect();
        let other = long.replace("0\n1\n2\n3\n", "x\n1\n2\n3\n").replace("18\n", "y\n");
        check(&long, &other, "-0\n+x\n 1\n 2\n…\n 16\n 17\n-18\n+y\n 19");
    }
}
