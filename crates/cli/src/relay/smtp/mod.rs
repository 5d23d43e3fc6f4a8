//! A mail server behind the relay, spoken to with lettre's client, connections kept open.
//!
//! The commands are sent one by one here, and not by lettre's own `send`: only so can a connection that broke before
//! the message was out (try again) be told from one that broke after it (nobody knows).

mod connect;
mod envelope;
mod options;

use super::crlf::with_crlf;
use super::{Delivery, Message, Trouble, reply::reply};
use crate::fail::Fail;
use envelope::Session;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::commands::Rset;
use lettre::transport::smtp::extension::Extension;
use lettre::transport::smtp::response::Response;
use mail::Reply;
use options::{Options, Tls};
use std::future::Future;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Semaphore;
use url::Url;

/// How long to wait for the answer to a command (RFC 5321 §4.5.3.2 asks for 5 minutes at least for MAIL and RCPT).
const COMMAND: Duration = Duration::from_secs(300);
/// How long to wait for the answer to the message (RFC 5321 §4.5.3.2.6).
const MESSAGE: Duration = Duration::from_secs(600);

/// A mail server.
pub struct Smtp {
    options: Options,
    idle: Mutex<Vec<Session>>,
    open: Semaphore,
}

/// Without the credentials.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.describe())
    }
}

/// Why a message did not go through, and whether the server may have it all the same.
enum Lost {
    /// The server answered.
    Answered(Reply),
    /// The connection broke before the message was out.
    Before(String),
    /// The connection broke once the message was out.
    After(String),
    /// The server can't take such a message.
    Unable(&'static str, String),
}

impl Smtp {
    /// Reads the URL; see [`Options`]. Nothing is connected yet.
    ///
    /// # Errors
    /// An option that does not exist.
    pub fn open(url: &Url) -> Result<Smtp, Fail> {
        let options = Options::read(url)?;
        let open = Semaphore::new(options.connections);
        Ok(Smtp { options, idle: Mutex::new(Vec::new()), open })
    }

    /// `smtp` or `smtps`.
    pub fn kind(&self) -> &'static str {
        if self.options.tls == Tls::Wrapped { "smtps" } else { "smtp" }
    }

    /// Where messages go, for people.
    pub fn describe(&self) -> String {
        format!("{}://{}:{}", self.kind(), self.options.host, self.options.port)
    }

    /// Says goodbye on every open connection.
    pub async fn close(&self) {
        let idle = self.idle.lock().map(|mut idle| std::mem::take(&mut *idle)).unwrap_or_default();
        for mut session in idle {
            let _ = tokio::time::timeout(Duration::from_secs(2), session.connection.quit()).await;
        }
    }

    /// Hands one message over.
    pub async fn deliver(&self, message: &Message) -> Delivery {
        // The semaphore is never closed; should it be, the only loss is the bound.
        let _permit = self.open.acquire().await;
        let parked = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut outcome = None;
        if let Some(mut connection) = parked {
            let tried = self.transact(&mut connection, message).await;
            // A server may have hung up on an idle connection, or say 421 instead; a new one decides.
            let stale = match &tried {
                Err(Lost::Before(_)) => true,
                Err(Lost::Answered(reply)) => reply.code.get() == 421,
                _ => false,
            };
            if !stale {
                self.park(connection, &tried).await;
                outcome = Some(tried);
            }
        }
        let outcome = match outcome {
            Some(outcome) => outcome,
            None => match connect::connect(&self.options).await {
                Ok(mut connection) => {
                    let tried = self.transact(&mut connection, message).await;
                    self.park(connection, &tried).await;
                    tried
                }
                Err(delivery) => return delivery,
            },
        };
        self.read(outcome)
    }

    /// MAIL, RCPT, DATA, the message.
    async fn transact(&self, session: &mut Session, message: &Message) -> Result<Reply, Lost> {
        let bytes = with_crlf(&message.bytes);
        let from = message.from.as_ref().map(ToString::to_string).unwrap_or_default();
        let info = session.connection.server_info();
        let mut options = String::new();
        if !from.is_ascii() || !message.to.is_ascii() {
            if !info.supports_feature(Extension::SmtpUtfEight) {
                let why = "the mail server takes no addresses with letters beyond ASCII (SMTPUTF8)";
                return Err(Lost::Unable("smtputf8-unsupported", why.to_owned()));
            }
            options.push_str(" SMTPUTF8");
        }
        if !bytes.is_ascii() {
            if !info.supports_feature(Extension::EightBitMime) {
                let why = "the mail server takes no 8-bit messages (8BITMIME)";
                return Err(Lost::Unable("8bitmime-unsupported", why.to_owned()));
            }
            options.push_str(" BODY=8BITMIME");
        }
        // An address is parsed, so it holds no line break that could end the command.
        session.open(&format!("MAIL FROM:<{from}>{options}"), &format!("RCPT TO:<{}>", message.to)).await?;
        // The client ends the message with a line break of its own.
        let body = bytes.strip_suffix(b"\r\n").unwrap_or(&bytes);
        match tokio::time::timeout(MESSAGE, session.connection.message(body)).await {
            Ok(Ok(response)) => {
                words(&response).ok_or_else(|| Lost::After("the answer is no reply".to_owned()))
            }
            Ok(Err(error)) => {
                Err(answered(&error).map_or_else(|| Lost::After(plain(&error)), Lost::Answered))
            }
            Err(_) => Err(Lost::After(format!("no answer within {} seconds", MESSAGE.as_secs()))),
        }
    }

    /// Keeps a connection for the next message where it is still good.
    async fn park(&self, mut session: Session, outcome: &Result<Reply, Lost>) {
        let good = match outcome {
            Ok(_) => true,
            Err(Lost::Answered(reply)) if reply.code.get() != 421 => {
                before(COMMAND, session.connection.command(Rset)).await.is_ok()
            }
            Err(Lost::Unable(..)) => true,
            Err(_) => false,
        };
        if good && let Ok(mut idle) = self.idle.lock() {
            idle.push(session);
        }
    }

    /// What the relay says of it.
    fn read(&self, outcome: Result<Reply, Lost>) -> Delivery {
        match outcome {
            Ok(reply) => Delivery::Accepted { id: None, reply },
            Err(Lost::Answered(reply)) if reply.code.class() == 4 => Delivery::Later(Trouble {
                code: "later",
                message: "the mail server asks to try again later".to_owned(),
                reply: Some(reply),
                after_secs: None,
            }),
            Err(Lost::Answered(reply)) => Delivery::Refused(Trouble {
                code: "refused",
                message: "the mail server refused the message".to_owned(),
                reply: Some(reply),
                after_secs: None,
            }),
            Err(Lost::Before(why)) => Delivery::Later(Trouble::ours(
                "unreachable",
                format!("the connection to the mail server broke before the message was out: {why}"),
            )),
            Err(Lost::After(why)) => Delivery::Unknown(Trouble::ours(
                relays::wire::OUTCOME_UNKNOWN,
                format!("the message was out when the connection to the mail server broke: {why}"),
            )),
            Err(Lost::Unable(code, why)) => Delivery::Refused(Trouble::ours(code, why)),
        }
    }
}

/// Waits for a step that comes before the message is out.
async fn before<T>(limit: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Lost> {
    match tokio::time::timeout(limit, step).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(answered(&error).map_or_else(|| Lost::Before(plain(&error)), Lost::Answered)),
        Err(_) => Err(Lost::Before(format!("no answer within {} seconds", limit.as_secs()))),
    }
}

/// The server's words in an error, where it is an answer.
fn answered(error: &Error) -> Option<Reply> {
    let text = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    reply(error.status()?.into(), &text)
}

/// The server's words in a good answer.
fn words(response: &Response) -> Option<Reply> {
    reply(response.code().into(), &response.message().collect::<Vec<_>>().join("\n"))
}

/// An error that is no answer, without lettre's own heading.
fn plain(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_stay_out_of_sight() {
        let url = Url::parse("smtp://ann:s%40cret@mail.example:587").unwrap();
        let smtp = Smtp::open(&url).unwrap();
        assert_eq!(
            format!("{smtp:?} {}", smtp.describe()),
            "smtp://mail.example:587 smtp://mail.example:587"
        );
    }
}
