//! The URL of a mail server and its options.

use crate::fail::Fail;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::extension::ClientId;
use std::net::IpAddr;
use std::path::Path;
use url::Url;

/// How many connections are open at once unless the URL says otherwise.
const CONNECTIONS: usize = 8;

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte (RFC 8314).
    Wrapped,
    /// After STARTTLS, or not at all.
    Required,
    /// After STARTTLS where the server offers it.
    IfOffered,
    /// Never.
    Never,
}

/// What the URL says.
pub struct Options {
    /// Name or address, without brackets.
    pub host: String,
    /// 25 or 465 unless named.
    pub port: u16,
    /// When the connection is encrypted. Unless the URL says so: on this machine never, with a password always,
    /// elsewhere where the server offers it.
    pub tls: Tls,
    /// What the relay calls itself.
    pub ehlo: ClientId,
    /// User and password.
    pub credentials: Option<Credentials>,
    /// How many connections are open at once.
    pub connections: usize,
    /// A certificate authority of one's own, beside those that everybody trusts.
    pub ca: Option<Certificate>,
}

impl Options {
    /// Reads the URL: user and password, `?tls=none|if-offered|required`, `?ehlo=NAME`, `?connections=N`,
    /// `?ca=FILE` (PEM).
    ///
    /// # Errors
    /// An option that does not exist, a file that holds no certificate.
    pub fn read(url: &Url) -> Result<Options, Fail> {
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
        let mut ca = None;
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
                ("ca", file) => ca = Some(read_ca(Path::new(file))?),
                _ => {
                    return Err(Fail::new(format!(
                        "--relay: {name}={value} is no option; there are tls=none|if-offered|required, ehlo=NAME, connections=1..100, ca=FILE"
                    )));
                }
            }
        }
        let credentials =
            url.password().map(|password| Credentials::new(decoded(url.username()), decoded(password)));
        let port = url.port().unwrap_or(if tls == Tls::Wrapped { 465 } else { 25 });
        Ok(Options { host: bare, port, tls, ehlo, credentials, connections, ca })
    }
}

fn read_ca(path: &Path) -> Result<Certificate, Fail> {
    let pem = std::fs::read(path).map_err(|error| Fail::file("read", path, &error))?;
    Certificate::from_pem(&pem)
        .map_err(|_| Fail::new(format!("{} holds no certificate in PEM", path.display())))
}

/// A part of the URL without its percent-encoding.
fn decoded(part: &str) -> String {
    relays::percent_decode(part.as_bytes()).unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encryption_follows_the_place() {
        for (url, tls, port) in [
            ("smtp://127.0.0.1", Tls::Never, 25),
            ("smtp://[::1]:2525", Tls::Never, 2525),
            ("smtp://mail.example", Tls::IfOffered, 25),
            ("smtp://mail.example?tls=required", Tls::Required, 25),
            ("smtp://ann:s%40cret@mail.example:587", Tls::Required, 587),
            ("smtps://mail.example", Tls::Wrapped, 465),
        ] {
            let options = Options::read(&Url::parse(url).unwrap()).unwrap();
            assert_eq!((options.tls, options.port), (tls, port), "{url}");
        }
        assert!(Options::read(&Url::parse("smtp://x?tls=maybe").unwrap()).is_err());
    }
}
