//! The server from its first line to its last.

use super::app::App;
use super::config::Settings;
use super::limiter::Limiter;
use super::metrics::Metrics;
use super::{api, app, guard, headers};
use crate::fail::{Ended, Fail, Verdict};
use crate::relay::{Journal, Provider, Relay, Transport, read_key};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use std::future::Future;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// How long a stop waits for what was taken.
const LAST_WORK: Duration = Duration::from_secs(30);

/// What every handler sees.
#[derive(Debug)]
pub struct Server {
    /// The transport and the journal.
    pub relay: Relay,
    /// The app's files.
    pub app: App,
    /// Host names that are ours.
    pub hosts: Vec<String>,
    /// What callers of the API must show.
    pub token: Option<String>,
    /// The largest message, in bytes.
    pub max_message_bytes: u64,
    /// The providers to which requests are forwarded.
    pub providers: Vec<Provider>,
    /// The figures.
    pub metrics: Metrics,
    /// Bounds the API's requests.
    pub limiter: Limiter,
    /// A copy is held by every hand-over that runs; see [`run`].
    pub busy: mpsc::Sender<()>,
}

/// Serves until a signal comes, then finishes what was taken.
///
/// # Errors
/// The port is in use, the relay's folder or the journal can't be opened.
pub async fn run(settings: Settings) -> Ended {
    let listener =
        TcpListener::bind(settings.listen).await.map_err(|error| cannot_listen(settings.listen, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(settings.listen, &error))?;
    let transport = settings.relay.open(settings.key_file.as_deref())?;
    let signer = transport.takes_signed(settings.signer)?;
    let journal = Journal::open(&settings.journal).map_err(|error| {
        Fail::new(format!("can't use the journal {}: {error}", settings.journal.display()))
    })?;
    let mut providers = Vec::new();
    if let Transport::Provider(provider) = &transport {
        providers.push(provider.clone());
    }
    for target in &settings.forward {
        let key = read_key(&target.preset.id, target.key_file.as_deref())?;
        providers.push(Provider::open(target, key)?);
    }
    let without_app = settings.app.is_none();
    let target = transport.describe();
    let (busy, mut all_done) = mpsc::channel::<()>(1);
    let server = Arc::new(Server {
        relay: Relay { transport, journal, signer },
        app: App::new(settings.app),
        hosts: settings.hosts,
        token: settings.token,
        max_message_bytes: settings.max_message_bytes,
        providers,
        metrics: Metrics::default(),
        limiter: Limiter::new(settings.max_requests_per_second),
        busy,
    });

    // Before the line below: who reads it may ask for the end at once.
    let stop = stop_signal().map_err(|error| Fail::new(format!("can't listen for signals: {error}")))?;
    // Whoever started this waits for the line, so it must not stay in a buffer. A closed pipe is no reason to stop.
    let _ = writeln!(io::stdout(), "Postroom is at http://{address} (relay: {target})")
        .and_then(|()| io::stdout().flush());
    if without_app {
        eprintln!(
            "postroom: no app is built here, so only the relay is served; `cargo xtask build` builds it, --app DIR names it"
        );
    }
    axum::serve(listener, routes(&server))
        .with_graceful_shutdown(stop)
        .await
        .map_err(|error| Fail::new(format!("the server broke: {error}")))?;

    let relay = Arc::into_inner(server).map(|server| server.relay);
    // Hand-overs whose callers hung up are still on their way; each holds a sender.
    let _ = tokio::time::timeout(LAST_WORK, all_done.recv()).await;
    if let Some(relay) = relay {
        relay.transport.close().await;
    }
    eprintln!("postroom: stopped");
    Ok(Verdict::Fine)
}

/// The app, the API and what watches over both.
fn routes(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .merge(api::routes(server))
        .fallback(app::serve)
        .layer(from_fn_with_state(Arc::clone(server), guard::host))
        .layer(from_fn(headers::add))
        .with_state(Arc::clone(server))
}

/// Listens for Ctrl-C, and for SIGTERM where there are signals, from this call on; the future waits for one.
///
/// # Errors
/// The system takes no handler.
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> Fail {
    let (ip, port) = (address.ip(), address.port());
    Fail::new(match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} on {ip} is in use by another program; stop that one or choose another port with --listen {}",
            SocketAddr::new(ip, 0)
        ),
        io::ErrorKind::PermissionDenied => format!("port {port} may not be used; ports from 1024 on may"),
        io::ErrorKind::AddrNotAvailable => format!("this machine has no address {ip}"),
        _ => format!("can't listen on {address}: {error}"),
    })
}
