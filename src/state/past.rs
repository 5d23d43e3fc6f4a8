//! Undo over a reload: the history as it is stored. Letters that follow each other differ in a few words, so only those
//! are written.

use super::history::History;
use compose::Letter;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// Steps back that are stored, and as many forward.
const STORED: usize = 60;

/// How one letter becomes the next one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Step {
    body: Change,
    text: Change,
    text_from: Change,
    /// All other fields, where one of them differs.
    rest: Option<Box<Letter>>,
}

/// Where a text differs, in bytes, how much of it goes, and what comes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Change {
    start: usize,
    gone: usize,
    come: String,
}

/// The stored history: from the present letter back, and from it forward.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stored {
    /// Of which letter it is: the two are stored one after the other, and a tab may close in between.
    letter: u64,
    past: Vec<Step>,
    future: Vec<Step>,
}

/// The history around a letter, to be stored.
pub fn store(history: &History<Rc<Letter>>, present: &Rc<Letter>) -> Stored {
    let way = |letters: &[Rc<Letter>]| {
        let mut from = present;
        let mut steps = Vec::new();
        for to in letters.iter().rev().take(STORED) {
            steps.push(step(from, to));
            from = to;
        }
        steps
    };
    let (past, future) = history.both();
    Stored { letter: mark(present), past: way(past), future: way(future) }
}

/// A number that another letter hardly has (FNV-1a of its fields).
fn mark(letter: &Letter) -> u64 {
    let text = serde_json::to_string(letter).unwrap_or_default();
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The history around the letter that was stored with it. What no longer fits is left out.
pub fn restore(stored: &Stored, present: &Rc<Letter>) -> History<Rc<Letter>> {
    if stored.letter != mark(present) {
        return History::default();
    }
    let way = |steps: &[Step]| {
        let mut letters: Vec<Rc<Letter>> = Vec::new();
        for step in steps {
            let from = letters.last().unwrap_or(present);
            match apply(from, step) {
                Some(letter) => letters.push(Rc::new(letter)),
                None => break,
            }
        }
        letters.reverse();
        letters
    };
    History::of(way(&stored.past), way(&stored.future))
}

fn step(from: &Letter, to: &Letter) -> Step {
    let bare = |letter: &Letter| Letter {
        body: String::new(),
        text: String::new(),
        text_from: String::new(),
        ..letter.clone()
    };
    let same = bare(from) == bare(to);
    Step {
        body: Change::between(&from.body, &to.body),
        text: Change::between(&from.text, &to.text),
        text_from: Change::between(&from.text_from, &to.text_from),
        rest: (!same).then(|| Box::new(bare(to))),
    }
}

fn apply(from: &Letter, step: &Step) -> Option<Letter> {
    let rest = step.rest.as_deref().unwrap_or(from);
    Some(Letter {
        body: step.body.made_in(&from.body)?,
        text: step.text.made_in(&from.text)?,
        text_from: step.text_from.made_in(&from.text_from)?,
        ..rest.clone()
    })
}

impl Change {
    fn between(old: &str, new: &str) -> Change {
        let alike = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let start = new.floor_char_boundary(old.floor_char_boundary(alike));
        let most = old.len().min(new.len()) - start;
        let tail = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
        let old_end = old.ceil_char_boundary(old.len() - tail);
        let new_end = new.ceil_char_boundary(new.len() - tail);
        let come = new.get(start..new_end).unwrap_or_default().to_owned();
        Change { start, gone: old_end.saturating_sub(start), come }
    }

    /// The text after the change; `None` where it does not fit.
    fn made_in(&self, old: &str) -> Option<String> {
        let before = old.get(..self.start)?;
        let after = old.get(self.start.checked_add(self.gone)?..)?;
        Some([before, &self.come, after].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(subject: &str, body: &str) -> Rc<Letter> {
        Rc::new(Letter { subject: subject.into(), body: body.into(), ..Letter::default() })
    }

    #[test]
    fn undo_and_redo_come_back_from_the_store() {
        let states = [
            letter("a", "Grüße"),
            letter("a", "Grüße aus Köln"),
            letter("b", "Grüße aus Köln"),
            letter("b", "Gruße aus Köln"),
            letter("b", ""),
        ];
        let history = History::of(states[..3].to_vec(), vec![Rc::clone(&states[4])]);
        let json = serde_json::to_string(&store(&history, &states[3])).unwrap();
        let back = restore(&serde_json::from_str(&json).unwrap(), &states[3]);
        assert_eq!(back.both(), history.both());
    }

    #[test]
    fn little_is_stored_of_a_long_letter() {
        let long = "A paragraph of words. ".repeat(1000);
        let history = History::of(vec![letter("s", &long)], Vec::new());
        let stored = serde_json::to_string(&store(&history, &letter("s", &format!("{long}!")))).unwrap();
        assert!(stored.len() < 300, "{stored}");
        let by_hand = |more: &str| {
            Rc::new(Letter { text: format!("{long}{more}"), text_from: long.clone(), ..Letter::default() })
        };
        let history = History::of(vec![by_hand("")], Vec::new());
        let stored = serde_json::to_string(&store(&history, &by_hand("!"))).unwrap();
        assert!(stored.len() < 300, "{stored}");
        let back = restore(&serde_json::from_str(&stored).unwrap(), &by_hand("!"));
        assert_eq!(back.both(), history.both());
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let present = letter("", "short");
        let past = vec![Step { body: Change { start: 99, ..Change::default() }, ..Step::default() }];
        let stored = Stored { letter: mark(&present), past, future: Vec::new() };
        assert!(!restore(&stored, &present).can_undo());
        let of_another = store(&History::of(vec![letter("", "a")], Vec::new()), &letter("", "b"));
        assert!(!restore(&of_another, &present).can_undo());
    }
}
