//! Filters of Jinja2 that the engine itself does not have.

use minijinja::value::{Kwargs, Rest, Value};
use minijinja::{Environment, Error};

/// Adds them.
pub(super) fn add(env: &mut Environment<'static>) {
    env.add_filter("center", center);
    env.add_filter("truncate", truncate);
    env.add_filter("wordcount", wordcount);
}

/// How many words a text has.
fn wordcount(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The text in the middle of so many characters.
fn center(text: &str, width: Option<usize>) -> String {
    // Wider than any line of a mail (RFC 5322 §2.1.1), and no way to fill the memory.
    let width = width.unwrap_or(80).min(998);
    let blank = width.saturating_sub(text.chars().count());
    // As Python has it: where it can not be even, an odd width has more at the left.
    let left = blank / 2 + (blank & width & 1);
    format!("{}{text}{}", " ".repeat(left), " ".repeat(blank - left))
}

/// The first characters of a text, cut at a word unless `killwords`, with `end` behind. A text that is longer by no
/// more than `leeway` stays whole.
fn truncate(text: &str, args: Rest<Value>, named: Kwargs) -> Result<Value, Error> {
    let arg = |at: usize, name| match args.get(at) {
        Some(value) => Ok(Some(value.clone())),
        None => named.get::<Option<Value>>(name),
    };
    let number = |value: Option<Value>, or| value.map_or(Ok(or), usize::try_from);
    let length = number(arg(0, "length")?, 255)?;
    let killwords = arg(1, "killwords")?.is_some_and(|value| value.is_true());
    let end = arg(2, "end")?.map_or_else(|| "...".to_string(), |value| value.to_string());
    let leeway = number(arg(3, "leeway")?, 5)?;
    named.assert_all_used()?;
    if text.chars().count() <= length.saturating_add(leeway) {
        return Ok(Value::from(text));
    }
    let kept: String = text.chars().take(length.saturating_sub(end.chars().count())).collect();
    let kept = match kept.rsplit_once(' ') {
        Some((words, _)) if !killwords => words,
        _ => kept.as_str(),
    };
    Ok(Value::from(format!("{kept}{end}")))
}
