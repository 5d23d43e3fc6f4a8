//! Handing messages over: the transports and the journal that keeps each from going out twice. Used by `serve` and
//! by `send`.

mod clock;
mod crlf;
mod hand_over;
mod journal;
mod maildir;
mod places;
mod provider;
mod reply;
mod smtp;
mod target;

pub use clock::now;
pub use hand_over::{HandedOver, Relay, told_again};
pub use journal::{Claim, Journal, JournalError, Wish};
pub use places::data_file;
pub use provider::{Provider, ProviderTarget, outgoing, private, read_key};
pub use target::Target;

use crate::dkim::Signer;
use crate::fail::Fail;
use mail::{Address, Reply};

/// One message with its envelope.
#[derive(Debug, Clone)]
pub struct Message {
    /// MAIL FROM; `None` is the null sender.
    pub from: Option<Address>,
    /// RCPT TO.
    pub to: Address,
    /// The key under which it is sent once.
    pub key: String,
    /// The message as it goes out.
    pub bytes: axum::body::Bytes,
}

/// What a transport made of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Taken.
    Accepted {
        /// The server's own name for the message, where it gives one.
        id: Option<String>,
        /// The server's words.
        reply: Reply,
    },
    /// Not taken, and the same message will not be.
    Refused(Trouble),
    /// Not taken now.
    Later(Trouble),
    /// It went out, and no answer came.
    Unknown(Trouble),
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The stable id of the relay API's errors.
    pub code: &'static str,
    /// The same in words.
    pub message: String,
    /// The mail server's own words, where it said any.
    pub reply: Option<Reply>,
    /// When to try again, in seconds; `None` where nobody said.
    pub after_secs: Option<u32>,
}

impl Trouble {
    /// A trouble of the relay's own.
    fn ours(code: &'static str, message: impl Into<String>) -> Trouble {
        Trouble { code, message: message.into(), reply: None, after_secs: None }
    }
}

/// Where messages go.
#[derive(Debug)]
pub enum Transport {
    /// A Maildir folder.
    Maildir(maildir::Maildir),
    /// A mail server.
    Smtp(smtp::Smtp),
    /// A provider's interface.
    Provider(Provider),
}

impl Transport {
    /// Hands messages over; an outcome for each, in their order.
    async fn deliver(&self, messages: &[Message]) -> Vec<Delivery> {
        if let Transport::Provider(provider) = self {
            return provider.deliver(messages).await;
        }
        let mut deliveries = Vec::with_capacity(messages.len());
        for message in messages {
            deliveries.push(match self {
                Transport::Maildir(maildir) => maildir.deliver(message).await,
                Transport::Smtp(smtp) => smtp.deliver(message).await,
                Transport::Provider(_) => continue,
            });
        }
        deliveries
    }

    /// The provider's preset, where there is one.
    pub fn preset(&self) -> Option<&relays::Preset> {
        match self {
            Transport::Provider(provider) => Some(provider.preset()),
            Transport::Maildir(_) | Transport::Smtp(_) => None,
        }
    }

    /// Whether a request that is repeated `age` seconds after the first is known by its key.
    fn knows_key(&self, age: i64) -> bool {
        self.preset().is_some_and(|preset| preset.knows_key(age))
    }

    /// The signer, if letters can be signed on this way.
    ///
    /// # Errors
    /// A provider signs by itself, and builds the message that it signs.
    pub fn takes_signed(&self, signer: Option<Signer>) -> Result<Option<Signer>, Fail> {
        match (self, &signer) {
            (Transport::Provider(provider), Some(_)) => Err(Fail::new(format!(
                "{} signs letters itself, with the key that it made for your domain; leave --dkim-key out",
                provider.preset().name
            ))),
            _ => Ok(signer),
        }
    }

    /// How many requests may be out at a time.
    pub fn at_once(&self) -> usize {
        self.preset().map_or(8, |preset| preset.limits.at_once)
    }

    /// How many requests a second are taken, where that is known.
    pub fn requests_per_second(&self) -> Option<f64> {
        self.preset().and_then(|preset| preset.limits.per_second)
    }

    /// Whether a message whose answer was lost is there after all; `None` where nobody can tell.
    async fn find(&self, key: &str) -> Option<maildir::Found> {
        match self {
            Transport::Maildir(maildir) => maildir.find(key).await,
            Transport::Smtp(_) | Transport::Provider(_) => None,
        }
    }

    /// `file`, `smtp`, `smtps` or `preset`.
    pub fn kind(&self) -> &'static str {
        match self {
            Transport::Maildir(_) => "file",
            Transport::Smtp(smtp) => smtp.kind(),
            Transport::Provider(_) => "preset",
        }
    }

    /// Where messages go, for people; without user and password.
    pub fn describe(&self) -> String {
        match self {
            Transport::Maildir(maildir) => format!("Maildir in {}", maildir.folder().display()),
            Transport::Smtp(smtp) => smtp.describe(),
            Transport::Provider(provider) => provider.describe(),
        }
    }

    /// Says goodbye to the servers.
    pub async fn close(&self) {
        if let Transport::Smtp(smtp) = self {
            smtp.close().await;
        }
    }
}
