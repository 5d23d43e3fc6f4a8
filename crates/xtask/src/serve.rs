//! `cargo xtask run`: the app with its relay on this machine.

use std::net::TcpListener;
use std::process::Command;

use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{app, command};

const ADDRESS: &str = "127.0.0.1:8080";

/// Sets up, builds and serves, until the user stops it.
pub fn run(workspace: &Workspace, options: &[&str]) -> Result<(), Problem> {
    let address = match options {
        [] => ADDRESS,
        ["--listen", address] => address,
        _ => {
            return Err(Problem::Usage(
                "`run` takes only `--listen ADDRESS`, as in `--listen 127.0.0.1:8090`".into(),
            ));
        }
    };
    // Asked first: nobody should wait minutes for a build to hear that the port is taken.
    free(address)?;
    app::build(workspace)?;
    println!("building the postroom command");
    command::run(
        Command::new("cargo")
            .args(["build", "--package", "cli", "--bin", "postroom"])
            .current_dir(workspace.root()),
    )?;
    println!("Postroom is at http://{address} (Ctrl C stops it)");
    let mut serve = Command::new(workspace.postroom());
    serve.args(["serve", "--listen", address, "--app"]).arg(workspace.dist()).current_dir(workspace.root());
    become_it(&mut serve)
}

fn free(address: &str) -> Result<(), Problem> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Err(Problem::failed(format!(
            "{address} is in use by another program: stop it, or choose another port with \
             `cargo xtask run --listen 127.0.0.1:8090`"
        ))),
        Err(error) => Err(Problem::failed(format!("can't listen at {address}: {error}"))),
    }
}

/// Gives this process over to the server, so that Ctrl C reaches it and nothing else.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<(), Problem> {
    use std::os::unix::process::CommandExt;
    let line = command::describe(command);
    let error = command.exec();
    Err(Problem::failed(format!("`{line}` can't be started: {error}")))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<(), Problem> {
    command::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_one_clear_line() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let problem = free(&address).unwrap_err().to_string();
        assert!(problem.contains("is in use") && problem.lines().count() == 1, "{problem}");
        drop(taken);
        assert!(free(&address).is_ok());
    }
}
