//! `postroom serve`: the built app and the relay API on one origin.

mod api;
mod app;
mod body;
mod compress;
mod config;
mod error;
mod forward;
mod guard;
mod headers;
mod limiter;
mod log;
mod media;
mod messages;
mod metrics;
mod running;

pub use config::Args;

use crate::fail::{Ended, Fail};

/// Runs the server until Ctrl-C or SIGTERM.
///
/// # Errors
/// Anything that keeps it from starting, in one line.
pub fn run(args: &Args) -> Ended {
    let settings = config::Settings::read(args)?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Fail::new(format!("can't start: {error}")))?
        .block_on(running::run(settings))
}
