//! The `postroom` command: the same job as the page, headless, and the small relay.

mod address;
mod beside;
mod campaign;
mod check;
mod dkim;
mod explain;
mod export;
mod fail;
mod findings;
mod input;
mod letter;
mod list;
mod moment;
mod output;
mod relay;
mod render;
mod send;
mod serve;
mod verify;

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
    Check(check::Args),
    Address(address::Args),
    Render(render::Args),
    Export(export::Args),
    Send(send::Args),
    Verify(verify::Args),
}

fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Send(args) => send::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Address(args) => address::run(&args),
    };
    fail::exit(ended)
}
