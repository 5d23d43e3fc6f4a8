//! What the relay answered, read and explained.

use crate::protocol::{Event, Outcome};
use relays::Answer;

/// Reads the answer of our own relay.
pub fn read(status: Option<u16>, body: &str) -> Event {
    Event::Outcome(explained(relays::read_answer(status, body)))
}

/// An answer with its meaning: a refusal is explained like anything else that comes back.
pub fn explained(answer: Answer) -> Outcome {
    match answer {
        Answer::Accepted { id, reply } => Outcome::Accepted { id, reply },
        Answer::Later { after_secs, reply } => Outcome::Later { after_secs, reply },
        Answer::Unknown { reply } => Outcome::Unknown { reply },
        Answer::Refused { reply } => {
            let verdict = bounces::explain(reply.as_bytes(), None).verdicts.into_iter().next();
            let gone = |action: &str| matches!(action, "remove" | "never");
            let (title, cause, gone) = verdict
                .map(|verdict| (verdict.title, verdict.cause, gone(&verdict.address_action)))
                .unwrap_or_default();
            Outcome::Refused { reply, title, cause, gone }
        }
    }
}
