//! How many tests a runner ran, read from its own closing lines.

use std::ops::Add;

/// Tests that passed and that failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Passed.
    pub passed: u64,
    /// Failed, or could not be run.
    pub failed: u64,
}

impl Add for Count {
    type Output = Count;

    fn add(self, other: Count) -> Count {
        Count { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// The sum of all closing lines in what a runner said: cargo test's `test result: ok. 3 passed; 0 failed; …` and
/// nextest's `Summary [ 0.1s] 3 tests run: 3 passed, 0 skipped`.
pub fn read(said: &str) -> Count {
    said.lines()
        .filter(|line| {
            let line = line.trim_start();
            line.starts_with("test result:") || line.starts_with("Summary [")
        })
        .map(|line| Count {
            passed: number_before(line, "passed"),
            failed: number_before(line, "failed") + number_before(line, "timed out"),
        })
        .fold(Count::default(), Add::add)
}

/// The number that stands before a word, 0 when it does not occur.
fn number_before(line: &str, word: &str) -> u64 {
    line.find(word)
        .and_then(|at| line[..at].split(|c: char| !c.is_ascii_digit()).rfind(|digits| !digits.is_empty()))
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(said: &str, passed: u64, failed: u64) {
        assert_eq!(read(said), Count { passed, failed });
    }

    #[test]
    fn closing_lines_are_read() {
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", 12, 0);
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored\n", 3, 2);
        check("     Summary [   0.005s] 2 tests run: 2 passed, 0 skipped", 2, 0);
        check("     Summary [   1.5s] 9 tests run: 6 passed, 2 failed, 1 timed out, 3 skipped", 6, 3);
    }

    #[test]
    fn several_runs_add_up() {
        check(
            "test result: ok. 1 passed; 0 failed;\nnoise 7 passed\ntest result: ok. 2 passed; 0 failed;",
            3,
            0,
        );
    }

    #[test]
    fn nothing_run_is_nothing_counted() {
        check("", 0, 0);
        check("error: could not compile", 0, 0);
    }
}
