//! Running other programs: plainly, for their answer, or listening in while they talk.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::problem::Problem;

/// The command as a person would type it, for messages.
pub fn describe(command: &Command) -> String {
    let mut line = std::path::Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for word in command.get_args() {
        line.push(' ');
        line.push_str(&word.to_string_lossy());
    }
    line
}

/// Runs to the end, its output going where ours goes.
///
/// # Errors
/// One line when it can't be started or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<(), Problem> {
    let line = describe(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Problem::failed(format!("`{line}` can't be started: {error}")))?;
    if status.success() { Ok(()) } else { Err(Problem::failed(format!("`{line}` ended with {status}"))) }
}

/// What a command prints on standard output, trimmed; `None` when it is not there or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end, passing every line on as it comes, and keeps what was said, without colours.
/// Returns whether it ended with status 0, and the words of both streams.
pub fn listen(command: &mut Command) -> Result<(bool, String), Problem> {
    let line = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Problem::failed(format!("`{line}` can't be started: {error}")))?;
    let said = Arc::new(Mutex::new(String::new()));
    let streams = [
        child.stdout.take().map(|stream| pass_on(stream, said.clone())),
        child.stderr.take().map(|stream| pass_on(stream, said.clone())),
    ];
    for thread in streams.into_iter().flatten() {
        // A thread that only copies lines has nothing to say when it ends.
        let _ = thread.join();
    }
    let status =
        child.wait().map_err(|error| Problem::failed(format!("`{line}` can't be waited for: {error}")))?;
    let said = said.lock().map(|said| said.clone()).unwrap_or_default();
    Ok((status.success(), said))
}

fn pass_on(stream: impl Read + Send + 'static, said: Arc<Mutex<String>>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            let line = String::from_utf8_lossy(&bytes);
            // A closed standard output (`| head`) is no reason to stop the work.
            let _ = std::io::stdout().write_all(line.as_bytes());
            if let Ok(mut said) = said.lock() {
                said.push_str(&without_colours(&line));
            }
            bytes.clear();
        }
    })
}

/// The text without terminal colour sequences (`ESC [ … m`).
pub fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        let sequence = &rest[at..];
        rest = sequence.find('m').map_or("", |end| &sequence[end + 1..]);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(without_colours("a \u{1b}[1;32mgreen\u{1b}[0m b"), "a green b");
        assert_eq!(without_colours("plain"), "plain");
    }

    #[test]
    fn a_missing_program_is_one_line() {
        let problem = run(&mut Command::new("no-such-program-of-postroom")).unwrap_err();
        assert!(problem.to_string().contains("can't be started"), "{problem}");
        assert_eq!(problem.to_string().lines().count(), 1);
    }

    #[test]
    fn listening_keeps_both_streams() {
        let (good, said) = listen(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"])).unwrap();
        assert!(!good);
        assert!(said.contains("one\n") && said.contains("two\n"), "{said}");
    }
}
