//! Gzip and brotli of the built files, through Node's own zlib.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::problem::Problem;

/// A file's bytes: as they are, and compressed as a server would send them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The file.
    pub path: PathBuf,
    /// Its own bytes.
    pub raw: u64,
    /// Bytes of gzip at level 9.
    pub gzip: u64,
    /// Bytes of brotli at quality 11.
    pub brotli: u64,
}

/// The files under a folder that compress well, in a fixed order; not those that are compressed already.
pub fn compressible(folder: &Path) -> Vec<PathBuf> {
    const ENDINGS: [&str; 12] =
        ["html", "js", "mjs", "css", "wasm", "svg", "json", "webmanifest", "txt", "md", "csv", "toml"];
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Measures the files; with `write`, `FILE.gz` and `FILE.br` are written beside each.
pub fn compress(files: &[PathBuf], write: bool) -> Result<Vec<Sizes>, Problem> {
    let mut command = Command::new("node");
    command.args(["--input-type=module", "--eval", include_str!("compress.mjs"), "--"]);
    if write {
        command.arg("--write");
    }
    let cannot = |why: String| Problem::failed(format!("node can't compress the built files: {why}"));
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| cannot(error.to_string()))?;
    let list: String = files.iter().map(|path| format!("{}\n", path.display())).collect();
    if let Some(mut input) = child.stdin.take() {
        input.write_all(list.as_bytes()).map_err(|error| cannot(error.to_string()))?;
    }
    let output = child.wait_with_output().map_err(|error| cannot(error.to_string()))?;
    if !output.status.success() {
        return Err(cannot(format!("it ended with {}", output.status)));
    }
    let sizes: Vec<Sizes> = String::from_utf8_lossy(&output.stdout).lines().filter_map(read_line).collect();
    if sizes.len() == files.len() {
        Ok(sizes)
    } else {
        Err(cannot(format!("{} of {} files were measured", sizes.len(), files.len())))
    }
}

fn read_line(line: &str) -> Option<Sizes> {
    let mut words = line.split('\t');
    let path = PathBuf::from(words.next()?);
    let mut number = || words.next()?.parse::<u64>().ok();
    Some(Sizes { path, raw: number()?, gzip: number()?, brotli: number()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_sizes_is_read() {
        let sizes = read_line("dist/a.js\t100\t50\t40").unwrap();
        assert_eq!(sizes, Sizes { path: "dist/a.js".into(), raw: 100, gzip: 50, brotli: 40 });
        assert_eq!(read_line("dist/a.js\t100\tmany"), None);
    }
}
