//! What a provider's answer means for each letter of a request. The status alone decides nothing: some answer 200 and
//! mean no.

mod condition;
mod path;
mod retry;

pub use condition::Condition;
pub use path::{HttpResponse, Path};
pub use retry::{RetryHeader, Unit};

pub(crate) use condition::{all, any};
pub(crate) use path::{Seen, plain};

use crate::Answer;
use crate::answer::shown;
use crate::journal::State;
use crate::outgoing::Outgoing;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the answers of a relay are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// Where the letters' own results stand, one a letter in the request's order.
    pub items: Option<Path>,
    /// All of these hold of a result that is a yes: of an item where there are items, or else of the whole.
    pub accepted: Vec<Condition>,
    /// One of these holds of a result that is a no although the status is a yes.
    pub refused: Vec<Condition>,
    /// One of these holds of a result that means not now, beside HTTP 429 and 503.
    pub later: Vec<Condition>,
    /// One of these holds where the relay takes nothing of anybody: wrong key, spent quota, unproved sender.
    pub halt: Vec<Condition>,
    /// The relay's name for a letter.
    pub id: Vec<Path>,
    /// The relay's words, the first that is there.
    pub words: Vec<Path>,
    /// The addresses that were not taken, where the answer lists them.
    pub refused_addresses: Option<Path>,
    /// The addresses' reasons in the same order.
    pub refused_words: Option<Path>,
    /// Headers that say when to try again, beside Retry-After.
    pub retry: Vec<RetryHeader>,
    /// Whether the relay speaks Postroom's own interface, whose answers carry a mail server's reply.
    pub own: bool,
    /// Whether the last answer says nothing of single letters, and a yes is one for all of them.
    pub empty_is_yes: bool,
}

impl Default for Answers {
    fn default() -> Answers {
        let word = |text: &str| Path(text.to_owned());
        Answers {
            items: None,
            accepted: Vec::new(),
            refused: Vec::new(),
            later: Vec::new(),
            halt: Vec::new(),
            id: vec![word("id")],
            words: vec![word("message"), word("error")],
            refused_addresses: None,
            refused_words: None,
            retry: Vec::new(),
            own: false,
            empty_is_yes: false,
        }
    }
}

/// What a request came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An answer for each letter, in the request's order.
    Each(Vec<Answer>),
    /// The request was refused as a whole, and one of its letters is to blame: nothing was taken. Smaller requests
    /// tell which.
    Split {
        /// The relay's words.
        reply: String,
    },
    /// Nothing was taken, and any other request would meet the same.
    Halt {
        /// When it may be over, in seconds; `None` where nobody said.
        after_secs: Option<u32>,
        /// The relay's words.
        reply: String,
    },
}

impl Answers {
    /// Reads the answer to the request that sends. `response` is the network's words where no answer came. `now` is
    /// in seconds since 1970.
    pub fn read(&self, letters: &[&Outgoing], response: Result<&HttpResponse, &str>, now: i64) -> Outcome {
        let response = match response {
            Ok(response) => response,
            Err(words) => return unknown(letters.len(), shown(words, "no answer came")),
        };
        let parsed = serde_json::from_str::<Value>(&response.body);
        let readable = parsed.is_ok();
        let body = parsed.unwrap_or_default();
        let whole = Seen { response, body: &body };
        let words = self.say(&whole);
        let after_secs = retry::after(response, &self.retry, now);
        if any(&self.halt, &whole) {
            return Outcome::Halt { after_secs, reply: words };
        }
        if self.own {
            let answer = crate::read_answer(Some(response.status), &response.body);
            return Outcome::Each(vec![answer; letters.len()]);
        }
        if matches!(response.status, 429 | 503) || any(&self.later, &whole) {
            let one = Answer::Later { after_secs, reply: words };
            return Outcome::Each(vec![one; letters.len()]);
        }
        if let Some(each) = self.items(letters.len(), &whole) {
            return Outcome::Each(each);
        }
        match response.status {
            200..=299 => self.taken(letters, &whole, readable, words),
            // A timeout on the way says nothing about what happened behind it.
            408 => unknown(letters.len(), words),
            400..=499 if letters.len() > 1 => Outcome::Split { reply: words },
            400..=499 => Outcome::Each(vec![Answer::Refused { reply: words }]),
            _ => unknown(letters.len(), words),
        }
    }

    /// How far a request came whose letters nobody here knows: `accepted` where its answer stands for good, `later`
    /// where nothing was taken and it may go again, `unknown` otherwise.
    pub fn settles(&self, response: &HttpResponse) -> State {
        let body = serde_json::from_str::<Value>(&response.body).unwrap_or_default();
        let whole = Seen { response, body: &body };
        let items =
            self.items.as_ref().and_then(|path| path.find(&whole)).is_some_and(|items| items.is_array());
        match response.status {
            200..=299 => State::Accepted,
            _ if any(&self.halt, &whole) => State::Later,
            // Some were taken, whatever the status says.
            400..=499 if items => State::Accepted,
            408 => State::Unknown,
            503 | 400..=499 => State::Later,
            _ => State::Unknown,
        }
    }

    /// The letters' own results, where there are as many as letters.
    fn items(&self, count: usize, whole: &Seen<'_>) -> Option<Vec<Answer>> {
        let found = self.items.as_ref()?.find(whole)?;
        let items = found.as_array().filter(|items| items.len() == count && whole.response.status < 500)?;
        let one = |body: &Value| {
            let seen = Seen { response: whole.response, body };
            let reply = self.say(&seen);
            if all(&self.accepted, &seen) && !any(&self.refused, &seen) {
                Answer::Accepted { id: self.name(&seen), reply }
            } else if any(&self.later, &seen) {
                Answer::Later { after_secs: None, reply }
            } else {
                Answer::Refused { reply }
            }
        };
        Some(items.iter().map(one).collect())
    }

    /// A good status without items.
    fn taken(&self, letters: &[&Outgoing], whole: &Seen<'_>, readable: bool, words: String) -> Outcome {
        let count = letters.len();
        let says_nothing = whole.response.body.trim().is_empty();
        if any(&self.refused, whole) {
            return if count > 1 {
                Outcome::Split { reply: words }
            } else {
                Outcome::Each(vec![Answer::Refused { reply: words }])
            };
        }
        // Where results should stand and do not, or a page of some proxy came, nobody knows.
        let yes = all(&self.accepted, whole)
            && (self.items.is_none() || whole.response.status == 202)
            && (readable || (says_nothing && self.empty_is_yes));
        if !yes {
            return unknown(count, shown(&whole.response.body, &words));
        }
        let (refused, reasons) =
            (self.list(&self.refused_addresses, whole), self.list(&self.refused_words, whole));
        let one = |letter: &&Outgoing| {
            let place = refused.iter().position(|address| address.eq_ignore_ascii_case(&letter.envelope_to));
            match place {
                Some(place) => {
                    let reason = reasons.get(place).cloned().unwrap_or_else(|| words.clone());
                    Answer::Refused { reply: reason }
                }
                None => Answer::Accepted { id: self.name(whole), reply: words.clone() },
            }
        };
        Outcome::Each(letters.iter().map(one).collect())
    }

    fn list(&self, path: &Option<Path>, seen: &Seen<'_>) -> Vec<String> {
        let found = path.as_ref().and_then(|path| path.find(seen));
        found
            .and_then(|list| list.as_array().map(|list| list.iter().map(plain).collect()))
            .unwrap_or_default()
    }

    fn name(&self, seen: &Seen<'_>) -> String {
        self.id.iter().find_map(|path| path.text(seen)).unwrap_or_default()
    }

    /// The relay's words, or else the status.
    fn say(&self, seen: &Seen<'_>) -> String {
        let said = self.words.iter().find_map(|path| path.text(seen));
        let status = || format!("HTTP {}", seen.response.status);
        match said {
            Some(said) => shown(&said, ""),
            None if seen.body.is_null() => shown(&seen.response.body, &status()),
            None if seen.response.status < 300 => status(),
            None => shown(&seen.body.to_string(), &status()),
        }
    }
}

fn unknown(count: usize, reply: String) -> Outcome {
    Outcome::Each(vec![Answer::Unknown { reply }; count])
}
