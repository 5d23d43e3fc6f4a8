//! What an answer of the relay means. The status alone decides nothing: a static host answers a POST with 200 and
//! its start page, a proxy answers 502 for a message that was taken.

use crate::journal::State;
use crate::wire::{Failure, OUTCOME_UNKNOWN, Sent};
use mail::Reply;
use serde::{Deserialize, Serialize};

/// How a hand-over ended. `reply` holds the mail server's own words where it said any, as in an SMTP dialogue, and
/// otherwise what stood in their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Answer {
    /// Taken.
    Accepted {
        /// The relay's name for the message.
        id: String,
        /// The server's words.
        reply: String,
    },
    /// Not taken, and the same request will not be.
    Refused {
        /// The server's words.
        reply: String,
    },
    /// Not taken now.
    Later {
        /// When to try again, in seconds; `None` where nobody said.
        after_secs: Option<u32>,
        /// The server's words.
        reply: String,
    },
    /// Nobody knows whether it was taken.
    Unknown {
        /// What came instead of an answer.
        reply: String,
    },
}

/// Longer bodies are no answer of ours, and nobody reads them in a table of outcomes.
const SHOWN_CHARS: usize = 500;

/// Reads the answer of Postroom's own relay. `status` is `None` where no answer came; `body` is then what the
/// network said, if anything.
pub fn read_answer(status: Option<u16>, body: &str) -> Answer {
    let Some(status) = status else {
        return Answer::Unknown { reply: shown(body, "no answer came") };
    };
    if let Ok(sent) = serde_json::from_str::<Sent>(body) {
        return read_sent(status, sent, body);
    }
    if let Ok(failure) = serde_json::from_str::<Failure>(body) {
        return read_failure(status, failure);
    }
    let reply = shown(body, &format!("HTTP {status} without a word"));
    match status {
        // The request was turned away before any mail server saw it.
        429 | 503 => Answer::Later { after_secs: None, reply },
        // A timeout on the way says nothing about what happened behind it.
        408 => Answer::Unknown { reply },
        400..=499 => Answer::Refused { reply },
        _ => Answer::Unknown { reply },
    }
}

/// A body that says "taken" counts only with a status and a reply that say so too.
fn read_sent(status: u16, sent: Sent, body: &str) -> Answer {
    let reply = reply_lines(&sent.reply);
    match (sent.state, sent.reply.code.class()) {
        (State::Accepted, 2) if (200..300).contains(&status) => Answer::Accepted { id: sent.id, reply },
        (_, 5) => Answer::Refused { reply },
        (_, 4) => Answer::Later { after_secs: None, reply },
        _ => Answer::Unknown { reply: shown(body, &reply) },
    }
}

/// An error in our own shape, whatever the status.
fn read_failure(status: u16, failure: Failure) -> Answer {
    let Failure { error, reply } = failure;
    let words = reply.as_ref().map_or_else(|| error.message.clone(), reply_lines);
    let not_now = error.retry_after_secs.is_some()
        || reply.as_ref().is_some_and(|r| r.code.class() == 4)
        || matches!(status, 429 | 503);
    if error.code == OUTCOME_UNKNOWN {
        Answer::Unknown { reply: words }
    } else if not_now {
        Answer::Later { after_secs: error.retry_after_secs, reply: words }
    } else {
        Answer::Refused { reply: words }
    }
}

/// A reply as it stood on the line: code and enhanced code before each line of text, `-` after the code of all but
/// the last (RFC 5321 §4.2.1, RFC 2034 §4).
pub fn reply_lines(reply: &Reply) -> String {
    let enhanced = reply.enhanced_code.map(|code| format!("{code} ")).unwrap_or_default();
    let lines: Vec<&str> = reply.text.split('\n').collect();
    let last = lines.len().saturating_sub(1);
    let line = |(i, text): (usize, &&str)| {
        let joint = if i == last { ' ' } else { '-' };
        format!("{}{joint}{enhanced}{text}", reply.code).trim_end().to_owned()
    };
    lines.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The body cut to what can be shown, or `otherwise` where there is none.
pub(crate) fn shown(body: &str, otherwise: &str) -> String {
    let body = body.trim();
    if body.is_empty() {
        return otherwise.to_owned();
    }
    match body.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &body[..end]),
        None => body.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_stand_as_on_the_line() {
        let reply = |text: &str| Reply {
            code: 550.try_into().unwrap(),
            enhanced_code: Some("5.7.26".parse().unwrap()),
            text: text.to_owned(),
        };
        assert_eq!(reply_lines(&reply("no")), "550 5.7.26 no");
        assert_eq!(reply_lines(&reply("one\ntwo")), "550-5.7.26 one\n550 5.7.26 two");
        assert_eq!(reply_lines(&Reply { enhanced_code: None, ..reply("") }), "550");
    }

    #[test]
    fn long_bodies_are_cut_between_characters() {
        let Answer::Unknown { reply } = read_answer(Some(200), &"ä".repeat(2000)) else { panic!() };
        assert_eq!(reply.chars().count(), SHOWN_CHARS + 1);
    }

    proptest::proptest! {
        #[test]
        fn only_a_yes_from_the_server_is_a_yes(status: Option<u16>, body: String) {
            let answer = read_answer(status, &body);
            let is_yes = matches!(answer, Answer::Accepted { .. });
            proptest::prop_assert!(!is_yes, "{:?} {:?} was taken for a yes", status, body);
        }

        #[test]
        fn a_reply_decides_whatever_the_status_says(status: u16, code in 200u16..600) {
            let body = format!(
                r#"{{"id":"m","state":"accepted","reply":{{"code":{code},"enhanced_code":null,"text":"t"}}}}"#
            );
            let expected_yes = (200..300).contains(&status) && (200..300).contains(&code);
            let is_yes = matches!(read_answer(Some(status), &body), Answer::Accepted { .. });
            proptest::prop_assert_eq!(is_yes, expected_yes);
        }
    }
}
