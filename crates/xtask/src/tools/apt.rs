//! Debian's packages, for what only the tests need.

use std::process::Command;

use super::{find_in_path, say};
use crate::command;
use crate::problem::Problem;

/// Installs packages, or says in one line what a person with the right to do so would type.
pub fn install(packages: &[&str], what: &str, why: &str) -> Result<(), Problem> {
    let names = packages.join(" ");
    let by_hand = |reason: &str| {
        Problem::failed(format!(
            "{what} is needed ({why}) and {reason}: install {names} by hand, then try again"
        ))
    };
    if find_in_path("apt-get").is_none() {
        return Err(by_hand("this system has no apt-get"));
    }
    if !is_root() {
        return Err(by_hand("installing it takes root"));
    }
    say(&format!("{names} from Debian"), why, "about a minute");
    // Old lists name versions that the mirror no longer has. An update that fails is no reason to stop: the lists
    // that are there may do.
    if let Err(problem) = command::run(apt().args(["update", "-qq"])) {
        println!("{problem}; going on with the lists that are there");
    }
    command::run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
        .map_err(|problem| by_hand(&format!("it can't be had ({problem})")))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    command::answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}
