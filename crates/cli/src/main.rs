//! The `postroom` command: the same job as the page, headless, and the small relay.

mod address;
mod explain;
mod fail;
mod findings;
mod input;
mod output;
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
    Explain(explain::Args),
    Address(address::Args),
}

fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Address(args) => address::run(&args),
    };
    fail::exit(ended)
}
