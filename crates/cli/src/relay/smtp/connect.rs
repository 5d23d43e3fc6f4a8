//! A new connection to a mail server.

use super::envelope::Session;
use super::options::{Options, Tls};
use super::{COMMAND, Lost, before, plain};
use crate::relay::{Delivery, Trouble};
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use std::time::Duration;
use tokio::net::TcpStream;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(30);

/// A new connection, encrypted and logged in as the URL says.
pub(super) async fn connect(options: &Options) -> Result<Session, Delivery> {
    let unreachable = |why: String| {
        let message = format!("can't reach the mail server at {}:{}: {why}", options.host, options.port);
        Delivery::Later(Trouble::ours("unreachable", message))
    };
    let told = |lost: Lost, code: &'static str, what: &str| match lost {
        Lost::Answered(reply) => {
            let trouble = Trouble { reply: Some(reply.clone()), ..Trouble::ours(code, what) };
            if reply.code.class() == 4 { Delivery::Later(trouble) } else { Delivery::Refused(trouble) }
        }
        Lost::Before(why) | Lost::After(why) | Lost::Unable(_, why) => unreachable(why),
    };
    let parameters = || {
        let mut builder = TlsParameters::builder(options.host.clone());
        if let Some(ca) = &options.ca {
            builder = builder.add_root_certificate(ca.clone());
        }
        builder.build_rustls().map_err(|error| unreachable(plain(&error)))
    };
    let server = (options.host.as_str(), options.port);
    let greeted = if options.tls == Tls::Wrapped {
        let tls = Some(parameters()?);
        before(COMMAND, AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &options.ehlo, tls, None))
            .await
    } else {
        let stream = dial(server).await.map_err(unreachable)?;
        before(COMMAND, AsyncSmtpConnection::connect_with_transport(Box::new(stream), &options.ehlo)).await
    };
    let mut connection =
        greeted.map_err(|lost| told(lost, "server-refused", "the mail server takes no connection"))?;
    let offered = connection.can_starttls();
    if options.tls == Tls::Required && !offered {
        return Err(unreachable("it offers no STARTTLS, and tls=required asks for it".to_owned()));
    }
    if offered && matches!(options.tls, Tls::Required | Tls::IfOffered) {
        before(COMMAND, connection.starttls(parameters()?, &options.ehlo))
            .await
            .map_err(|lost| told(lost, "server-refused", "the mail server refused STARTTLS"))?;
    }
    if let Some(credentials) = &options.credentials {
        before(COMMAND, connection.auth(DEFAULT_MECHANISMS, credentials)).await.map_err(|lost| {
            told(lost, "login-refused", "the mail server refused the relay's user or password")
        })?;
    }
    // lettre keeps no word of PIPELINING, so the server is asked once more (RFC 5321 §4.1.4 allows it at any time).
    let asked = before(COMMAND, connection.command(format!("EHLO {}\r\n", options.ehlo)));
    let extensions =
        asked.await.map_err(|lost| told(lost, "server-refused", "the mail server takes no connection"))?;
    let pipelines = extensions.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING"));
    Ok(Session { connection, pipelines })
}

/// A connection without delay: a message ends with a few octets of their own, which would wait for the server's
/// acknowledgement of all before them.
async fn dial(server: (&str, u16)) -> Result<TcpStream, String> {
    let stream = match tokio::time::timeout(CONNECT, TcpStream::connect(server)).await {
        Ok(stream) => stream.map_err(|error| error.to_string())?,
        Err(_) => return Err(format!("no answer within {} seconds", CONNECT.as_secs())),
    };
    stream.set_nodelay(true).map_err(|error| error.to_string())?;
    Ok(stream)
}
