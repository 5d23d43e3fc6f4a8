//! Messages from their claim in the journal to their outcome there.

use super::crlf::with_crlf;
use super::journal::{Claim, Loss, Wish};
use super::{Delivery, Journal, JournalError, Message, Transport, Trouble, clock, maildir::Found};
use crate::dkim::Signer;
use mail::Reply;
use outbox::Signer as _;
use relays::journal::State;
use relays::wire::{Fate, OUTCOME_UNKNOWN};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// A transport and the journal that keeps it honest.
#[derive(Debug)]
pub struct Relay {
    /// Where messages go.
    pub transport: Transport,
    /// What became of them.
    pub journal: Journal,
    /// Signs them on their way; the journal knows them as they came.
    pub signer: Option<Signer>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedOver {
    /// Taken, now or when the key first came.
    Accepted {
        /// The relay's name for the message, or the provider's behind it.
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
        let mut one = self.hand_over_all(std::slice::from_ref(message), None).await;
        one.pop().unwrap_or_else(|| unreachable!("there is an outcome for each message"))
    }

    /// Hands messages over in one request where the transport can, each unless its key says that it was. `batch` is
    /// the request's key; no key may stand twice among the messages.
    pub async fn hand_over_all(&self, messages: &[Message], batch: Option<&str>) -> Vec<HandedOver> {
        let at = clock::now();
        let wish = |message: &Message| Wish {
            key: message.key.clone(),
            digest: digest(message),
            batch: batch.map(str::to_owned),
            at,
        };
        let claims = self.journal.claim(messages.iter().map(wish).collect()).await;
        let broken = claims.iter().find_map(|claim| claim.as_ref().err().cloned());
        let mut outcomes: Vec<Option<HandedOver>> = Vec::with_capacity(messages.len());
        let mut going = Vec::new();
        for (message, claim) in messages.iter().zip(claims) {
            let outcome = match claim {
                Err(error) => Some(HandedOver::NoJournal(error)),
                Ok(Claim::Reused) => Some(HandedOver::KeyReused),
                Ok(Claim::Settled(fate)) => Some(told_again(fate)),
                Ok(Claim::Go) => None,
                Ok(Claim::Lost(loss)) => self.look(message, loss, messages.len(), batch).await,
            };
            if outcome.is_none() {
                going.push(message.clone());
            }
            outcomes.push(outcome);
        }
        let delivered = match broken {
            // The request would not be the one that the journal tells of.
            Some(error) => {
                let words = format!("nothing was sent, because the journal can't be written: {error}");
                vec![Delivery::Later(Trouble::ours("journal", words)); going.len()]
            }
            None if going.is_empty() => Vec::new(),
            None => match self.signed(&going) {
                Ok(signed) => self.transport.deliver(&signed).await,
                Err(why) => {
                    let words = format!("nothing was sent, because a letter can't be signed: {why}");
                    vec![Delivery::Refused(Trouble::ours("dkim", words)); going.len()]
                }
            },
        };
        self.settle(&going, &delivered).await;
        let mut delivered = going.iter().zip(delivered);
        outcomes
            .into_iter()
            .map(|outcome| {
                outcome.or_else(|| delivered.next().map(|(message, delivery)| told(&message.key, delivery)))
            })
            .map(|outcome| {
                outcome.unwrap_or_else(|| {
                    HandedOver::Unknown(Trouble::ours(OUTCOME_UNKNOWN, "the relay gave no outcome for it"))
                })
            })
            .collect()
    }

    /// The messages with their signatures, where they are signed here.
    fn signed<'m>(&self, messages: &'m [Message]) -> Result<Cow<'m, [Message]>, String> {
        let Some(signer) = &self.signer else { return Ok(messages.into()) };
        let signed = messages.iter().map(|message| {
            // What is signed is what goes over the line.
            let mut sent = with_crlf(&message.bytes).into_owned();
            if !sent.ends_with(b"\r\n") {
                sent.extend_from_slice(b"\r\n");
            }
            let mut bytes = signer.sign(&sent)?;
            bytes.append(&mut sent);
            Ok(Message { bytes: bytes.into(), ..message.clone() })
        });
        signed.collect::<Result<Vec<_>, String>>().map(Cow::Owned)
    }

    /// Says of a key that nobody knows what became of it.
    pub async fn give_up(&self, key: &str) {
        let trouble = Trouble::ours(OUTCOME_UNKNOWN, "the relay broke off");
        self.write(vec![fate(key, &Delivery::Unknown(trouble))]).await;
    }

    /// A message whose answer was lost: `None` where it may go again.
    async fn look(
        &self,
        message: &Message,
        loss: Loss,
        count: usize,
        batch: Option<&str>,
    ) -> Option<HandedOver> {
        match self.transport.find(&message.key).await {
            Some(Found::There(reply)) => {
                let delivery = Delivery::Accepted { id: None, reply };
                self.write(vec![fate(&message.key, &delivery)]).await;
                return Some(told(&message.key, delivery));
            }
            Some(Found::NotThere) => return None,
            None => {}
        }
        // A request of many has one key: only the very same request is known to the provider.
        let same_request = if count == 1 {
            loss.batch.is_none() || loss.batch.as_deref() == batch
        } else {
            batch.is_some() && loss.batch.as_deref() == batch
        };
        let knows = loss.age.is_some_and(|age| self.transport.knows_key(age));
        if knows && same_request {
            return None;
        }
        let why = if self.transport.knows_key(0) && !knows {
            "too long ago to ask again under its key"
        } else {
            "and this relay can’t be asked what became of it"
        };
        let trouble = Trouble {
            reply: loss.fate.reply,
            ..Trouble::ours(
                OUTCOME_UNKNOWN,
                format!("the message went out before, and its answer was lost, {why}; it is not sent again"),
            )
        };
        let delivery = Delivery::Unknown(trouble);
        self.write(vec![fate(&message.key, &delivery)]).await;
        Some(told(&message.key, delivery))
    }

    async fn settle(&self, messages: &[Message], deliveries: &[Delivery]) {
        let fates = messages.iter().zip(deliveries).map(|(message, delivery)| fate(&message.key, delivery));
        self.write(fates.collect()).await;
    }

    /// Writes outcomes down. Should that fail, they are still told: the caller's own journal has them then, and here
    /// the keys are `unknown`.
    async fn write(&self, fates: Vec<Fate>) {
        if fates.is_empty() {
            return;
        }
        if let Err(error) = self.journal.settle(fates).await {
            eprintln!("postroom: an outcome could not be written to the journal: {error}");
        }
    }
}

/// What the journal keeps of a delivery.
fn fate(key: &str, delivery: &Delivery) -> Fate {
    let (state, id, reply, message) = match delivery {
        Delivery::Accepted { id, reply } => {
            (State::Accepted, Some(id.clone().unwrap_or_else(|| self::id(key))), Some(reply), None)
        }
        Delivery::Refused(trouble) => (State::Refused, None, trouble.reply.as_ref(), Some(&trouble.message)),
        Delivery::Later(trouble) => (State::Later, None, trouble.reply.as_ref(), Some(&trouble.message)),
        Delivery::Unknown(trouble) => (State::Unknown, None, trouble.reply.as_ref(), Some(&trouble.message)),
    };
    Fate {
        key: key.to_owned(),
        state,
        id,
        reply: reply.cloned(),
        at: clock::now(),
        message: message.cloned(),
    }
}

fn told(key: &str, delivery: Delivery) -> HandedOver {
    match delivery {
        Delivery::Accepted { id, reply } => {
            HandedOver::Accepted { id: id.unwrap_or_else(|| self::id(key)), reply }
        }
        Delivery::Refused(trouble) => HandedOver::Refused(trouble),
        Delivery::Later(trouble) => HandedOver::Later(trouble),
        Delivery::Unknown(trouble) => HandedOver::Unknown(trouble),
    }
}

/// The outcome of a key that was handed over before.
pub fn told_again(fate: Fate) -> HandedOver {
    let said = fate.message;
    let trouble = |code, otherwise: &str, reply| Trouble {
        reply,
        ..Trouble::ours(code, said.clone().unwrap_or_else(|| otherwise.to_owned()))
    };
    match (fate.state, fate.reply) {
        (State::Accepted, Some(reply)) => {
            HandedOver::Accepted { id: fate.id.unwrap_or_else(|| id(&fate.key)), reply }
        }
        (State::Refused, reply) => {
            HandedOver::Refused(trouble("refused", "the mail server refused the message", reply))
        }
        (State::Later | State::Queued, reply) => {
            HandedOver::Later(trouble("later", "the message was not taken now", reply))
        }
        (State::Accepted | State::Sent | State::Unknown, reply) => {
            let message = "the message went out, and its answer was lost";
            HandedOver::Unknown(trouble(OUTCOME_UNKNOWN, message, reply))
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
