//! Handing messages over: the transports and the journal that keeps each from going out twice. Used by `serve` and
//! by `send`.

mod clock;
mod crlf;
mod hand_over;
mod journal;
mod maildir;
mod places;
mod reply;
mod smtp;
mod target;

pub use clock::now;
pub use hand_over::{HandedOver, Relay};
pub use journal::{Journal, JournalError};
pub use places::data_file;
pub use target::Target;

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
    /// Taken, with the server's words.
    Accepted(Reply),
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
}

impl Trouble {
    /// A trouble of the relay's own.
    fn ours(code: &'static str, message: impl Into<String>) -> Trouble {
        Trouble { code, message: message.into(), reply: None }
    }
}

/// Where messages go.
#[derive(Debug)]
pub enum Transport {
    /// A Maildir folder.
    Maildir(maildir::Maildir),
    /// A mail server.
    Smtp(smtp::Smtp),
}

impl Transport {
    /// Hands one message over.
    async fn deliver(&self, message: &Message) -> Delivery {
        match self {
            Transport::Maildir(maildir) => maildir.deliver(message).await,
            Transport::Smtp(smtp) => smtp.deliver(message).await,
        }
    }

    /// Whether a message whose answer was lost is there after all; `None` where nobody can tell.
    async fn find(&self, key: &str) -> Option<maildir::Found> {
        match self {
            Transport::Maildir(maildir) => maildir.find(key).await,
            Transport::Smtp(_) => None,
        }
    }

    /// `file`, `smtp` or `smtps`.
    pub fn kind(&self) -> &'static str {
        match self {
            Transport::Maildir(_) => "file",
            Transport::Smtp(smtp) => smtp.kind(),
        }
    }

    /// Where messages go, for people; without user and password.
    pub fn describe(&self) -> String {
        match self {
            Transport::Maildir(maildir) => format!("Maildir in {}", maildir.folder().display()),
            Transport::Smtp(smtp) => smtp.describe(),
        }
    }

    /// Says goodbye to the servers.
    pub async fn close(&self) {
        if let Transport::Smtp(smtp) = self {
            smtp.close().await;
        }
    }
}
