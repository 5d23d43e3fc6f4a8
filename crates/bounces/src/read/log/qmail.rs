//! qmail-send: `starting delivery N: … to remote A`, then `delivery N: failure: …` with `_` for blanks and
//! `/` for line ends.

use super::{Line, address, delivered};
use crate::fact::{Action, Fact, Words};
use std::collections::HashMap;

/// The deliveries that were begun, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    begun: HashMap<u64, String>,
}

impl Deliveries {
    pub fn read(&mut self, line: &Line) -> Option<Fact<'static>> {
        if let Some((_, rest)) = line.text.split_once("starting delivery ") {
            let (number, rest) = rest.split_once(':')?;
            let to = rest.rsplit(' ').next()?;
            self.begun.insert(number.parse().ok()?, to.to_owned());
            return None;
        }
        let (_, rest) = line.text.split_once("delivery ")?;
        let (number, rest) = rest.split_once(": ")?;
        let (outcome, said) = rest.split_once(": ").or_else(|| rest.split_once(':'))?;
        let number: u64 = number.parse().ok()?;
        if !matches!(outcome, "failure" | "deferral" | "success") {
            return None;
        }
        let to = self.begun.remove(&number);
        let plain = said.replace('_', " ").replace('/', "\n");
        let mut fact = Fact {
            input: "log:qmail",
            recipient: to.as_deref().and_then(address),
            words: vec![Words { span: line.span(said), plain: Some(plain.into()) }],
            ..Fact::default()
        };
        match outcome {
            "success" => return Some(delivered(fact, line.span(outcome))),
            "deferral" => fact.retries = Some(true),
            _ => fact.action = Some(Action::Failed),
        }
        Some(fact)
    }
}
