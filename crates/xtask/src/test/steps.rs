//! The steps of `cargo xtask test`, in their order.

use std::process::Command;

use super::count::{self, Count};
use crate::problem::Problem;
use crate::tools::{self, Tools};
use crate::workspace::Workspace;
use crate::{app, command, size};

/// What the steps share.
pub struct Session<'w> {
    workspace: &'w Workspace,
    tools: Tools,
    app_is_built: bool,
}

/// A step: its name and what it does.
pub type Step = (&'static str, fn(&mut Session) -> Result<Count, Problem>);

/// All steps. What fails soonest and cheapest comes first.
pub const ALL: [Step; 10] = [
    ("format", format),
    ("clippy, native", clippy_native),
    ("clippy, wasm32", clippy_wasm),
    ("layers and house rules", rules),
    ("tests", tests),
    ("doc tests", doc_tests),
    ("a large batch", large_batch),
    ("the app", build_app),
    ("size budget", size_budget),
    ("browser tests", browser_tests),
];

/// The integration tests of the tests/ package that read the sources and run nothing.
const RULES: [&str; 2] = ["layers", "house_rules"];

impl Session<'_> {
    /// Installs what the build needs, before any step takes time.
    pub fn new(workspace: &Workspace) -> Result<Session<'_>, Problem> {
        Ok(Session { workspace, tools: Tools::for_building(workspace)?, app_is_built: false })
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.args(arguments).current_dir(self.workspace.root());
        self.settle(&mut cargo);
        cargo
    }

    /// Output is read for its counts, so cargo no longer sees a terminal; and one run in a fresh checkout has no
    /// use for incremental data.
    fn settle(&self, cargo: &mut Command) {
        use std::io::IsTerminal;
        if std::io::stdout().is_terminal() && std::env::var_os("CARGO_TERM_COLOR").is_none() {
            cargo.env("CARGO_TERM_COLOR", "always");
        }
        if std::env::var_os("CI").is_some() {
            cargo.env("CARGO_INCREMENTAL", "0");
        }
    }
}

/// One check that either holds or not.
fn check(command: &mut Command) -> Result<Count, Problem> {
    command::run(command).map(|()| Count { passed: 1, failed: 0 })
}

/// A test runner, with its own counts. A runner that ran nothing has failed.
fn suite(command: &mut Command) -> Result<Count, Problem> {
    let (good, said) = command::listen(command)?;
    let count = count::read(&said);
    match (good, count.failed) {
        (true, 0) if count.passed == 0 => {
            Err(Problem::failed(format!("`{}` ran no test", command::describe(command))))
        }
        // It stopped before or after its tests: a test that does not compile, a runner that broke.
        (false, 0) => Ok(Count { failed: 1, ..count }),
        _ => Ok(count),
    }
}

fn format(session: &mut Session) -> Result<Count, Problem> {
    let all = check(&mut session.cargo(&["fmt", "--all", "--check"]))?;
    let fuzz = check(&mut session.cargo(&["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]))?;
    Ok(all + fuzz)
}

fn clippy_native(session: &mut Session) -> Result<Count, Problem> {
    let deny = ["--", "-D", "warnings"];
    let all = check(session.cargo(&["clippy", "--workspace", "--all-targets"]).args(deny))?;
    // The browser tests are no part of `--all-targets`, since a plain `cargo test` must not start a browser.
    let browser = ["clippy", "--workspace", "--test", "browser", "--test", "batch"];
    let browser = check(session.cargo(&browser).args(deny))?;
    // The fuzz targets are a workspace of their own, and would rot unseen.
    let target = session.workspace.target().display().to_string();
    let fuzz = ["clippy", "--bins", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", &target];
    let fuzz = check(session.cargo(&fuzz).args(deny))?;
    Ok(all + browser + fuzz)
}

fn clippy_wasm(session: &mut Session) -> Result<Count, Problem> {
    let mut packages = vec!["postroom-app".to_owned()];
    packages.extend(session.workspace.portable_crates());
    let mut cargo = session.tools.wasm_command("cargo");
    session.settle(&mut cargo);
    cargo.current_dir(session.workspace.root());
    // Debian's compiler has no clippy of its own; then it is enough that the code compiles.
    let knows = session.tools.clippy_knows_wasm();
    cargo.arg(if knows { "clippy" } else { "check" });
    cargo.args(["--target", "wasm32-unknown-unknown", "--lib", "--bins"]);
    for package in &packages {
        cargo.args(["--package", package]);
    }
    if knows {
        cargo.args(["--", "-D", "warnings"]);
    }
    check(&mut cargo)
}

fn rules(session: &mut Session) -> Result<Count, Problem> {
    let mut cargo = session.cargo(&["test", "--workspace"]);
    for test in RULES {
        cargo.args(["--test", test]);
    }
    suite(&mut cargo)
}

/// Everything but the rules, which ran already, and the browser tests, which have a step of their own.
fn tests(session: &mut Session) -> Result<Count, Problem> {
    if command::answer(&mut session.cargo(&["nextest", "--version"])).is_some() {
        let rest = "not (package(postroom-tests) & (binary(layers) | binary(house_rules)))";
        return suite(&mut session.cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "slow",
            "-E",
            rest,
        ]));
    }
    println!("cargo-nextest is not here; cargo test does the same, slower");
    suite(&mut session.cargo(&["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"]))
}

fn doc_tests(session: &mut Session) -> Result<Count, Problem> {
    let (good, said) =
        command::listen(&mut session.cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]))?;
    let count = count::read(&said);
    Ok(if good || count.failed > 0 { count } else { Count { failed: 1, ..count } })
}

/// The native command's work, read by another program.
fn large_batch(session: &mut Session) -> Result<Count, Problem> {
    let python = tools::python()?;
    build_postroom(session)?;
    suite(
        session
            .cargo(&["test", "--workspace", "--test", "batch"])
            .env("POSTROOM_PYTHON", python)
            .env("POSTROOM_BIN", session.workspace.postroom()),
    )
}

/// Builds the native command in the same selection as the tests had, so that nothing is compiled twice.
fn build_postroom(session: &Session) -> Result<Count, Problem> {
    check(&mut session.cargo(&["build", "--workspace", "--tests", "--bin", "postroom"]))
}

fn build_app(session: &mut Session) -> Result<Count, Problem> {
    app::build_with(session.workspace, &session.tools)?;
    session.app_is_built = true;
    Ok(Count { passed: 1, failed: 0 })
}

fn size_budget(session: &mut Session) -> Result<Count, Problem> {
    needs_app(session)?;
    size::run(session.workspace)?;
    Ok(Count { passed: 1, failed: 0 })
}

fn browser_tests(session: &mut Session) -> Result<Count, Problem> {
    needs_app(session)?;
    let mut settings = tools::browser::ensure(session.workspace, &session.tools)?;
    settings.extend([
        ("POSTROOM_AXE", tools::axe(session.workspace)?.into()),
        ("POSTROOM_PYTHON", tools::python()?.into()),
        ("POSTROOM_DIST", session.workspace.dist().into()),
        ("POSTROOM_BIN", session.workspace.postroom().into()),
    ]);
    build_postroom(session)?;
    suite(
        session.cargo(&["test", "--workspace", "--test", "browser", "--", "--test-threads=1"]).envs(settings),
    )
}

fn needs_app(session: &Session) -> Result<(), Problem> {
    if session.app_is_built { Ok(()) } else { Err(Problem::failed("not run, since the app was not built")) }
}
