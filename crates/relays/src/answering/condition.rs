//! What has to hold of an answer.

use super::path::{Path, Seen, plain};
use serde::{Deserialize, Serialize};

/// A condition on an answer, in one line:
///
/// - `PATH` holds where something stands there, `! PATH` where nothing does;
/// - `PATH = A|B` where it is one of the words; `2xx` is any HTTP status from 200 to 299;
/// - `PATH != A|B` where something else stands there;
/// - `PATH ~ A|B` where one of the words is part of it, in any case;
/// - `X and Y` where both hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    line: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    There(Path),
    Absent(Path),
    Is(Path, Vec<String>),
    IsNot(Path, Vec<String>),
    Holds(Path, Vec<String>),
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(line: String) -> Result<Condition, String> {
        let parts = line.split(" and ").map(part).collect::<Result<Vec<Part>, String>>()?;
        Ok(Condition { line, parts })
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> String {
        condition.line
    }
}

fn part(text: &str) -> Result<Part, String> {
    let text = text.trim();
    let path = |text: &str| {
        let text = text.trim();
        if text.is_empty() || text.contains(' ') {
            return Err(format!("expected a place in the answer such as errors.0.code, but found {text:?}"));
        }
        Ok(Path(text.to_owned()))
    };
    let words = |text: &str| text.split('|').map(|word| word.trim().to_owned()).collect::<Vec<_>>();
    if let Some(rest) = text.strip_prefix('!') {
        return Ok(Part::Absent(path(rest)?));
    }
    if let Some((left, right)) = text.split_once(" != ") {
        return Ok(Part::IsNot(path(left)?, words(right)));
    }
    if let Some((left, right)) = text.split_once(" = ") {
        return Ok(Part::Is(path(left)?, words(right)));
    }
    if let Some((left, right)) = text.split_once(" ~ ") {
        let lower = words(right).into_iter().map(|word| word.to_lowercase());
        return Ok(Part::Holds(path(left)?, lower.collect()));
    }
    Ok(Part::There(path(text)?))
}

impl Condition {
    /// Whether it holds.
    pub(crate) fn holds(&self, seen: &Seen<'_>) -> bool {
        self.parts.iter().all(|part| match part {
            Part::There(path) => path.find(seen).is_some(),
            Part::Absent(path) => path.find(seen).is_none(),
            Part::Is(path, words) => path.find(seen).is_some_and(|value| is_one(words, &plain(&value))),
            Part::IsNot(path, words) => path.find(seen).is_some_and(|value| !is_one(words, &plain(&value))),
            Part::Holds(path, words) => path.find(seen).is_some_and(|value| {
                let value = plain(&value).to_lowercase();
                words.iter().any(|word| value.contains(word.as_str()))
            }),
        })
    }
}

fn is_one(words: &[String], value: &str) -> bool {
    words.iter().any(|word| word == value || is_class(word, value))
}

/// Whether a word such as `2xx` stands for a status.
fn is_class(word: &str, status: &str) -> bool {
    word.len() == 3 && status.len() == 3 && word.ends_with("xx") && word.get(..1) == status.get(..1)
}

/// Whether all hold.
pub(crate) fn all(conditions: &[Condition], seen: &Seen<'_>) -> bool {
    conditions.iter().all(|condition| condition.holds(seen))
}

/// Whether one holds.
pub(crate) fn any(conditions: &[Condition], seen: &Seen<'_>) -> bool {
    conditions.iter().any(|condition| condition.holds(seen))
}

#[cfg(test)]
mod tests {
    use super::super::path::HttpResponse;
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        let response = HttpResponse {
            status: 202,
            headers: vec![("X-Message-Id".into(), "m1".into())],
            body: String::new(),
        };
        let body = serde_json::json!({
            "ErrorCode": 0, "status": "error", "data": {"code": "NoContent"}, "list": [{"id": 7}], "none": null,
        });
        let condition = Condition::try_from(line.to_owned()).unwrap();
        assert_eq!(condition.holds(&Seen { response: &response, body: &body }), expected, "{line}");
    }

    #[test]
    fn conditions_hold_or_do_not() {
        check("ErrorCode = 0", true);
        check("ErrorCode = 1|2", false);
        check("ErrorCode != 0", false);
        check("ErrorCode != 1|2", true);
        check("none != 1", false);
        check("http.status = 2xx", true);
        check("http.status = 4xx|5xx", false);
        check("status = success", false);
        check("data.code ~ content", true);
        check("list.0.id", true);
        check("list.1.id", false);
        check("none", false);
        check("! none and header.x-message-id = m1", true);
        check("! ErrorCode", false);
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in ["", "a b", "= 1", "a and ", "!"] {
            assert!(Condition::try_from(bad.to_owned()).is_err(), "{bad:?}");
        }
    }
}
