//! The project's chores: `cargo xtask run`, `test`, `build`, `size`, `module`, `bench`, `fuzz`, `peers`.
//!
//! One place that knows the tools. It depends on almost nothing, so that the first thing a newcomer waits for is
//! short, and it never guesses: what is missing is installed with a line that says what and why, or it stops with
//! one line that says what to do.

mod app;
mod bench;
mod command;
mod compress;
mod fingerprint;
mod fuzz;
mod module;
mod parts;
mod peers;
mod problem;
mod serve;
mod short_names;
mod size;
mod styles;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use problem::Problem;
use workspace::Workspace;

const HELP: &str = "\
cargo xtask CHORE

  run [--listen ADDRESS]   set up what is missing, build the app, serve it with its relay at http://127.0.0.1:8080
  test                     set up what is missing, then every check and test, browsers included
  build                    set up what is missing, build the app into dist/ for any static host
  size                     bytes of the built app, raw, gzip and brotli, against size-budget.toml
  module                   the engine as a JavaScript module in target/module, for other pages and measurements
  bench [CRATE…]           how fast the engine's parts are on this machine
  fuzz [TARGET] [SECONDS]  unthought-of inputs for the parsers, a minute each unless told otherwise
  peers                    the command and the relay against programs that others made
  help                     this
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::from(problem.exit_status())
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Problem> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let workspace = Workspace::find();
    match words.as_slice() {
        ["run", options @ ..] => serve::run(&workspace, options),
        ["test"] => test::run(&workspace),
        ["build"] => app::build(&workspace).map(|_| ()),
        ["size"] => size::run(&workspace),
        ["module"] => module::build(&workspace),
        // Not in the help: only Trunk calls them.
        ["styles"] => styles::run(&workspace),
        ["parts"] => parts::run(&workspace),
        ["bench", crates @ ..] => bench::run(&workspace, crates),
        ["peers"] => peers::run(&workspace),
        ["fuzz", options @ ..] => fuzz::run(&workspace, options),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        [chore, ..] => {
            Err(Problem::Usage(format!("no such chore, or too many words after it: {chore}\n\n{HELP}")))
        }
    }
}
