//! What `serve` is told, by flags and by a file. A flag wins over the file.

use crate::dkim::{DkimArgs, Signer};
use crate::fail::Fail;
use crate::relay::{ProviderTarget, Target};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The largest message that is taken unless the file says otherwise: what most mail servers take.
const MAX_MESSAGE_BYTES: u64 = 25 * 1024 * 1024;

/// Requests to the API that are taken in a second unless the file says otherwise.
const MAX_REQUESTS_PER_SECOND: u32 = 10_000;

/// Serve the app and the relay on one origin
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port to listen on; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Folder of the built app [default: dist]
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// Where messages go: file:DIR (a Maildir), smtp://HOST, smtps://HOST or preset:NAME?setting=value [default:
    /// file:outbox/Maildir]
    #[arg(long, value_name = "RELAY")]
    relay: Option<String>,
    /// A file with the provider's key, which only you can read [default: POSTROOM_KEY]
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// A TOML file with the same settings
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where outcomes are kept [default: inside the Maildir, or in your data folder]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// A file with the token that callers must show; needed when listening beyond this machine
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A host name under which the server may be called; may be repeated
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    #[command(flatten)]
    dkim: DkimArgs,
}

/// The file's shape: the flags' names, and the limit.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: Option<String>,
    app: Option<PathBuf>,
    relay: Option<String>,
    key_file: Option<PathBuf>,
    journal: Option<PathBuf>,
    token_file: Option<PathBuf>,
    hosts: Vec<String>,
    dkim_key: Option<PathBuf>,
    dkim_domain: Option<String>,
    dkim_selector: Option<String>,
    max_message_bytes: Option<u64>,
    max_requests_per_second: Option<u32>,
    /// `[forward.NAME]`: a preset's settings, its `key_file` and `timeout` among them.
    forward: BTreeMap<String, BTreeMap<String, String>>,
}

/// Everything decided.
#[derive(Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The app's folder, where there is one.
    pub app: Option<PathBuf>,
    /// Where messages go.
    pub relay: Target,
    /// Where the provider's key stands, if not in the environment.
    pub key_file: Option<PathBuf>,
    /// Signs what goes out.
    pub signer: Option<Signer>,
    /// Where outcomes are kept.
    pub journal: PathBuf,
    /// What callers must show, where anything.
    pub token: Option<String>,
    /// Host names beside `localhost` and plain IP addresses.
    pub hosts: Vec<String>,
    /// The largest message, in bytes.
    pub max_message_bytes: u64,
    /// Requests to the API in a second.
    pub max_requests_per_second: u32,
    /// The providers to which requests are forwarded.
    pub forward: Vec<ProviderTarget>,
}

impl Settings {
    /// Puts flags, file and environment together.
    ///
    /// # Errors
    /// A setting that can't be read, a folder that is not there, or a server open to others without a token.
    pub fn read(args: &Args) -> Result<Settings, Fail> {
        let file = args.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let listen = args.listen.as_deref().or(file.listen.as_deref()).unwrap_or("127.0.0.1:8080");
        let listen = read_listen(listen)?;
        let relay = args.relay.as_deref().or(file.relay.as_deref()).map(Target::parse).transpose()?;
        let relay = relay.unwrap_or_default();
        let journal = args.journal.clone().or(file.journal).map_or_else(|| relay.journal(), Ok)?;
        let token = match args.token_file.as_ref().or(file.token_file.as_ref()) {
            Some(path) => Some(read_token(path)?),
            None => std::env::var("POSTROOM_TOKEN").ok().filter(|token| !token.is_empty()),
        };
        if !listen.ip().is_loopback() && token.is_none() {
            return Err(Fail::new(format!(
                "{listen} can be reached from other machines, so callers must show a token: set POSTROOM_TOKEN or --token-file FILE"
            )));
        }
        let key_file = args.key_file.clone().or(file.key_file);
        let dkim = DkimArgs {
            dkim_key: args.dkim.dkim_key.clone().or(file.dkim_key),
            dkim_domain: args.dkim.dkim_domain.clone().or(file.dkim_domain),
            dkim_selector: args.dkim.dkim_selector.clone().or(file.dkim_selector),
        };
        let mut hosts = args.hosts.clone();
        hosts.extend(file.hosts);
        let app = find_app(args.app.clone().or(file.app))?;
        let max_message_bytes = file.max_message_bytes.unwrap_or(MAX_MESSAGE_BYTES);
        let max_requests_per_second = file.max_requests_per_second.unwrap_or(MAX_REQUESTS_PER_SECOND);
        let forward = file.forward.iter().map(|(name, settings)| read_forward(name, settings));
        Ok(Settings {
            forward: forward.collect::<Result<_, _>>()?,
            listen,
            app,
            relay,
            key_file,
            signer: dkim.signer()?,
            journal,
            token,
            hosts,
            max_message_bytes,
            max_requests_per_second,
        })
    }
}

/// A provider of `[forward.NAME]`.
fn read_forward(name: &str, settings: &BTreeMap<String, String>) -> Result<ProviderTarget, Fail> {
    let mut target = ProviderTarget::parse(name)?;
    for (setting, value) in settings {
        target.set(setting, value)?;
    }
    Ok(target)
}

/// `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`.
fn read_listen(text: &str) -> Result<SocketAddr, Fail> {
    let numeric = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    numeric.as_deref().unwrap_or(text).parse().map_err(|_| {
        Fail::new(format!(
            "--listen expects an address and a port such as 127.0.0.1:8080, but found {text:?}"
        ))
    })
}

fn read_file(path: &Path) -> Result<File, Fail> {
    let text = std::fs::read_to_string(path).map_err(|error| Fail::file("read", path, &error))?;
    toml::from_str(&text).map_err(|error| {
        let place = error.span().map(|span| diag::line_column(&text, span.start));
        let place = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        Fail::new(format!("{}{place}: {}", path.display(), error.message().replace('\n', " ")))
    })
}

fn read_token(path: &Path) -> Result<String, Fail> {
    let text = std::fs::read_to_string(path).map_err(|error| Fail::file("read", path, &error))?;
    let token = text.trim();
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(Fail::new(format!("{} should hold one token and nothing else", path.display())));
    }
    Ok(token.to_owned())
}

/// A folder that was named must be there; the default may be missing, and then only the relay is served.
fn find_app(named: Option<PathBuf>) -> Result<Option<PathBuf>, Fail> {
    match named {
        Some(folder) if folder.join("index.html").is_file() => Ok(Some(folder)),
        Some(folder) => Err(Fail::new(format!(
            "there is no app in {}: index.html is missing; `cargo xtask build` builds one",
            folder.display()
        ))),
        None => Ok(Some(PathBuf::from("dist")).filter(|folder| folder.join("index.html").is_file())),
    }
}
