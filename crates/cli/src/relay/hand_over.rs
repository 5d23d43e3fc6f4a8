//! One message from its claim in the journal to its outcome there.

use super::{
    Delivery, Journal, JournalError, Message, Transport, Trouble, clock, journal::Claim, maildir::Found,
};
use mail::Reply;
use relays::journal::State;
use relays::wire::Fate;
use sha2::{Digest, Sha256};

/// A transport and the journal that keeps it honest.
#[derive(Debug)]
pub struct Relay {
    /// Where messages go.
    pub transport: Transport,
    /// What became of them.
    pub journal: Journal,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedOver {
    /// Taken, now or when the key first came.
    Accepted {
        /// The relay's name for the message.
        id: String,
        /// The server's words.
        reply: Reply,
    },
    /// Not taken, and the same message will not be.
    Refused(Trouble),
    /// Not taken now.
    Later(Trouble),
    /// It went out, now or before, and no answer came.
    Unknown(Trouble),
    /// The key belongs to another message; nothing was sent.
    KeyReused,
    /// The journal can't be written; nothing was sent.
    NoJournal(JournalError),
}

impl Relay {
    /// Hands a message over, unless its key says that it was.
    pub async fn hand_over(&self, message: &Message) -> HandedOver {
        let key = message.key.as_str();
        match self.journal.claim(key, digest(message), clock::now()).await {
            Err(error) => HandedOver::NoJournal(error),
            Ok(Claim::Reused) => HandedOver::KeyReused,
            Ok(Claim::Settled(fate)) => told_again(fate),
            Ok(Claim::Go) => self.send(message).await,
            Ok(Claim::Lost(fate)) => match self.transport.find(key).await {
                Some(Found::There(reply)) => self.settle(key, Delivery::Accepted(reply)).await,
                Some(Found::NotThere) => self.send(message).await,
                None => {
                    let trouble = Trouble {
                        code: relays::wire::OUTCOME_UNKNOWN,
                        message: "the message went out before, and its answer was lost; it is not sent again"
                            .to_owned(),
                        reply: fate.reply,
                    };
                    self.settle(key, Delivery::Unknown(trouble)).await
                }
            },
        }
    }

    /// Says of a key that nobody knows what became of it.
    pub async fn give_up(&self, key: &str) {
        let trouble = Trouble::ours(relays::wire::OUTCOME_UNKNOWN, "the relay broke off");
        self.settle(key, Delivery::Unknown(trouble)).await;
    }

    async fn send(&self, message: &Message) -> HandedOver {
        let delivery = self.transport.deliver(message).await;
        self.settle(&message.key, delivery).await
    }

    /// Writes the outcome down. Should that fail, the outcome is still told: the caller's own journal has it then,
    /// and here the key is `unknown`.
    async fn settle(&self, key: &str, delivery: Delivery) -> HandedOver {
        let (state, reply) = match &delivery {
            Delivery::Accepted(reply) => (State::Accepted, Some(reply)),
            Delivery::Refused(trouble) => (State::Refused, trouble.reply.as_ref()),
            Delivery::Later(trouble) => (State::Later, trouble.reply.as_ref()),
            Delivery::Unknown(trouble) => (State::Unknown, trouble.reply.as_ref()),
        };
        let id = (state == State::Accepted).then(|| id(key));
        let fate = Fate { key: key.to_owned(), state, id, reply: reply.cloned(), at: clock::now() };
        if let Err(error) = self.journal.settle(fate).await {
            eprintln!("postroom: an outcome could not be written to the journal: {error}");
        }
        match delivery {
            Delivery::Accepted(reply) => HandedOver::Accepted { id: self::id(key), reply },
            Delivery::Refused(trouble) => HandedOver::Refused(trouble),
            Delivery::Later(trouble) => HandedOver::Later(trouble),
            Delivery::Unknown(trouble) => HandedOver::Unknown(trouble),
        }
    }
}

/// The outcome of a key that was handed over before.
fn told_again(fate: Fate) -> HandedOver {
    let trouble = |code, message: &str, reply| Trouble { code, message: message.to_owned(), reply };
    match (fate.state, fate.reply) {
        (State::Accepted, Some(reply)) => HandedOver::Accepted { id: id(&fate.key), reply },
        (State::Refused, reply) => {
            HandedOver::Refused(trouble("refused", "the mail server refused the message", reply))
        }
        (State::Later | State::Queued, reply) => {
            HandedOver::Later(trouble("later", "the message was not taken now", reply))
        }
        (State::Accepted | State::Sent | State::Unknown, reply) => {
            let message = "the message went out, and its answer was lost";
            HandedOver::Unknown(trouble(relays::wire::OUTCOME_UNKNOWN, message, reply))
        }
    }
}

/// The relay's name for a message: half of its key's SHA-256.
fn id(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What tells one message under a key from another: envelope and bytes.
fn digest(message: &Message) -> [u8; 32] {
    let from = message.from.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut hash = Sha256::new();
    // No address holds a line break, so the parts can't run into each other.
    hash.update(format!("{from}\n{}\n", message.to));
    hash.update(&message.bytes);
    hash.finalize().into()
}
