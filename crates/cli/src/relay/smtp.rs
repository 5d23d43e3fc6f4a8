//! A mail server behind the relay, spoken to with lettre's client, connections kept open.
//!
//! The commands are sent one by one here, and not by lettre's own `send`: only so can a connection that broke before
//! the message was out (try again) be told from one that broke after it (nobody knows).

use super::{Delivery, Message, Trouble, reply::reply};
use crate::fail::Fail;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::response::Response;
use mail::Reply;
use std::borrow::Cow;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Semaphore;
use url::Url;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(30);
/// How long to wait for the answer to a command (RFC 5321 §4.5.3.2 asks for 5 minutes at least for MAIL and RCPT).
const COMMAND: Duration = Duration::from_secs(300);
/// How long to wait for the answer to the message (RFC 5321 §4.5.3.2.6).
const MESSAGE: Duration = Duration::from_secs(600);
/// How many connections are open at once unless the URL says otherwise.
const CONNECTIONS: usize = 8;

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// From the first byte (RFC 8314).
    Wrapped,
    /// After STARTTLS, or not at all.
    Required,
    /// After STARTTLS where the server offers it.
    IfOffered,
    /// Never.
    Never,
}

/// A mail server.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    ehlo: ClientId,
    credentials: Option<Credentials>,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
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
    /// Reads the URL: user and password, `?tls=none|if-offered|required`, `?ehlo=NAME`, `?connections=N`.
    ///
    /// # Errors
    /// An option that does not exist.
    pub fn open(url: &Url) -> Result<Smtp, Fail> {
        let host = url.host_str().ok_or_else(|| Fail::new("--relay names no host"))?.to_owned();
        let bare = host.trim_matches(['[', ']']).to_owned();
        let local = bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let has_password = url.password().is_some();
        let mut tls = match url.scheme() {
            "smtps" => Tls::Wrapped,
            _ if local => Tls::Never,
            _ if has_password => Tls::Required,
            _ => Tls::IfOffered,
        };
        let mut ehlo = ClientId::default();
        let mut connections = CONNECTIONS;
        for (name, value) in url.query_pairs() {
            match (&*name, &*value) {
                ("tls", _) if tls == Tls::Wrapped => {
                    return Err(Fail::new("--relay smtps:// is always encrypted; leave tls= out"));
                }
                ("tls", "none") => tls = Tls::Never,
                ("tls", "if-offered") => tls = Tls::IfOffered,
                ("tls", "required") => tls = Tls::Required,
                ("ehlo", name) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()) => {
                    ehlo = ClientId::Domain(name.to_owned());
                }
                ("connections", n) if n.parse::<usize>().is_ok_and(|n| (1..=100).contains(&n)) => {
                    connections = n.parse().unwrap_or(CONNECTIONS);
                }
                _ => {
                    return Err(Fail::new(format!(
                        "--relay: {name}={value} is no option; there are tls=none|if-offered|required, ehlo=NAME, connections=1..100"
                    )));
                }
            }
        }
        let credentials =
            url.password().map(|password| Credentials::new(decoded(url.username()), decoded(password)));
        let port = url.port().unwrap_or(if tls == Tls::Wrapped { 465 } else { 25 });
        let (idle, open) = (Mutex::new(Vec::new()), Semaphore::new(connections));
        Ok(Smtp { host: bare, port, tls, ehlo, credentials, idle, open })
    }

    /// `smtp` or `smtps`.
    pub fn kind(&self) -> &'static str {
        if self.tls == Tls::Wrapped { "smtps" } else { "smtp" }
    }

    /// Where messages go, for people.
    pub fn describe(&self) -> String {
        format!("{}://{}:{}", self.kind(), self.host, self.port)
    }

    /// Says goodbye on every open connection.
    pub async fn close(&self) {
        let idle = self.idle.lock().map(|mut idle| std::mem::take(&mut *idle)).unwrap_or_default();
        for mut connection in idle {
            let _ = tokio::time::timeout(Duration::from_secs(2), connection.quit()).await;
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
            None => match self.connect().await {
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
    async fn transact(&self, connection: &mut AsyncSmtpConnection, message: &Message) -> Result<Reply, Lost> {
        let bytes = with_crlf(&message.bytes);
        let from = message.from.as_ref().map(ToString::to_string).unwrap_or_default();
        let info = connection.server_info();
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
        before(COMMAND, connection.command(format!("MAIL FROM:<{from}>{options}\r\n"))).await?;
        before(COMMAND, connection.command(format!("RCPT TO:<{}>\r\n", message.to))).await?;
        before(COMMAND, connection.command(Data)).await?;
        // The client ends the message with a line break of its own.
        let body = bytes.strip_suffix(b"\r\n").unwrap_or(&bytes);
        match tokio::time::timeout(MESSAGE, connection.message(body)).await {
            Ok(Ok(response)) => {
                words(&response).ok_or_else(|| Lost::After("the answer is no reply".to_owned()))
            }
            Ok(Err(error)) => {
                Err(answered(&error).map_or_else(|| Lost::After(plain(&error)), Lost::Answered))
            }
            Err(_) => Err(Lost::After(format!("no answer within {} seconds", MESSAGE.as_secs()))),
        }
    }

    /// A new connection, encrypted and logged in as the URL says.
    async fn connect(&self) -> Result<AsyncSmtpConnection, Delivery> {
        let unreachable = |why: String| {
            let message = format!("can't reach the mail server at {}:{}: {why}", self.host, self.port);
            Delivery::Later(Trouble::ours("unreachable", message))
        };
        let told = |lost: Lost, code: &'static str, what: &str| match lost {
            Lost::Answered(reply) => {
                let trouble = Trouble { code, message: what.to_owned(), reply: Some(reply.clone()) };
                if reply.code.class() == 4 { Delivery::Later(trouble) } else { Delivery::Refused(trouble) }
            }
            Lost::Before(why) | Lost::After(why) | Lost::Unable(_, why) => unreachable(why),
        };
        let parameters = |wanted: bool| {
            let made = wanted.then(|| TlsParameters::new(self.host.clone())).transpose();
            made.map_err(|error| unreachable(plain(&error)))
        };
        let wrapped = parameters(self.tls == Tls::Wrapped)?;
        let server = (self.host.as_str(), self.port);
        let dialled = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &self.ehlo, wrapped, None);
        let mut connection = before(COMMAND, dialled)
            .await
            .map_err(|lost| told(lost, "server-refused", "the mail server takes no connection"))?;
        let offered = connection.can_starttls();
        if self.tls == Tls::Required && !offered {
            return Err(unreachable("it offers no STARTTLS, and tls=required asks for it".to_owned()));
        }
        if offered && matches!(self.tls, Tls::Required | Tls::IfOffered) {
            let parameters = parameters(true)?;
            // `parameters(true)` is always `Some`; without it the connection would stay in the clear.
            let parameters = parameters.ok_or_else(|| unreachable("TLS is not there".to_owned()))?;
            before(COMMAND, connection.starttls(parameters, &self.ehlo))
                .await
                .map_err(|lost| told(lost, "server-refused", "the mail server refused STARTTLS"))?;
        }
        if let Some(credentials) = &self.credentials {
            before(COMMAND, connection.auth(DEFAULT_MECHANISMS, credentials)).await.map_err(|lost| {
                told(lost, "login-refused", "the mail server refused the relay's user or password")
            })?;
        }
        Ok(connection)
    }

    /// Keeps a connection for the next message where it is still good.
    async fn park(&self, mut connection: AsyncSmtpConnection, outcome: &Result<Reply, Lost>) {
        let good = match outcome {
            Ok(_) => true,
            Err(Lost::Answered(reply)) if reply.code.get() != 421 => {
                before(COMMAND, connection.command(Rset)).await.is_ok()
            }
            Err(Lost::Unable(..)) => true,
            Err(_) => false,
        };
        if good && let Ok(mut idle) = self.idle.lock() {
            idle.push(connection);
        }
    }

    /// What the relay says of it.
    fn read(&self, outcome: Result<Reply, Lost>) -> Delivery {
        match outcome {
            Ok(reply) => Delivery::Accepted(reply),
            Err(Lost::Answered(reply)) if reply.code.class() == 4 => Delivery::Later(Trouble {
                code: "later",
                message: "the mail server asks to try again later".to_owned(),
                reply: Some(reply),
            }),
            Err(Lost::Answered(reply)) => Delivery::Refused(Trouble {
                code: "refused",
                message: "the mail server refused the message".to_owned(),
                reply: Some(reply),
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

/// A part of the URL without its percent-encoding.
fn decoded(part: &str) -> String {
    relays::percent_decode(part.as_bytes()).unwrap_or_else(|| part.to_owned())
}

/// The message with CR LF at every line's end. A bare CR or LF must not reach the wire (RFC 5321 §2.3.8): servers
/// that take one for the end of a line can be made to see a second message.
fn with_crlf(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out: Option<Vec<u8>> = None;
    let mut copied = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let bare = match byte {
            b'\n' => i == 0 || bytes.get(i - 1) != Some(&b'\r'),
            b'\r' => bytes.get(i + 1) != Some(&b'\n'),
            _ => false,
        };
        if bare {
            let out = out.get_or_insert_with(|| Vec::with_capacity(bytes.len() + 64));
            out.extend_from_slice(bytes.get(copied..i).unwrap_or_default());
            out.extend_from_slice(b"\r\n");
            copied = i + 1;
        }
    }
    match out {
        Some(mut out) => {
            out.extend_from_slice(bytes.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
        None => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bare_line_end_goes_out() {
        for (input, expected) in [
            ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("a\nb", "a\r\nb"),
            ("\n.\n", "\r\n.\r\n"),
            ("a\rb\r", "a\r\nb\r\n"),
            ("a\r\r\nb", "a\r\n\r\nb"),
            ("", ""),
        ] {
            assert_eq!(with_crlf(input.as_bytes()), expected.as_bytes(), "{input:?}");
        }
        assert!(matches!(with_crlf(b"a\r\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn passwords_stay_out_of_sight() {
        let url = Url::parse("smtp://ann:s%40cret@mail.example:587").unwrap();
        let smtp = Smtp::open(&url).unwrap();
        assert_eq!(
            format!("{smtp:?} {}", smtp.describe()),
            "smtp://mail.example:587 smtp://mail.example:587"
        );
        assert_eq!(smtp.tls, Tls::Required);
    }

    #[test]
    fn encryption_follows_the_place() {
        for (url, tls, port) in [
            ("smtp://127.0.0.1", Tls::Never, 25),
            ("smtp://[::1]:2525", Tls::Never, 2525),
            ("smtp://mail.example", Tls::IfOffered, 25),
            ("smtp://mail.example?tls=required", Tls::Required, 25),
            ("smtps://mail.example", Tls::Wrapped, 465),
        ] {
            let smtp = Smtp::open(&Url::parse(url).unwrap()).unwrap();
            assert_eq!((smtp.tls, smtp.port), (tls, port), "{url}");
        }
        assert!(Smtp::open(&Url::parse("smtp://x?tls=maybe").unwrap()).is_err());
    }
}
