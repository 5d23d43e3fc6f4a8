//! The `postroom` command: the same job as the page, headless, and the small relay.

mod fail;
mod relay;
mod serve;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Compose letters, check lists, export or send, and understand what comes back.
#[derive(Debug, Parser)]
#[command(name = "postroom", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
}

fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
    };
    fail::exit(ended)
}
