//! Keys of providers: from the environment or from a file that nobody else can read, never from the command line,
//! where every program on the machine sees them.

use crate::fail::Fail;
use std::fmt;
use std::path::Path;

/// A key. It shows itself to nobody.
#[derive(Clone, Default)]
pub struct Key(String);

impl Key {
    /// The key itself, for signing.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "no key" } else { "a key" })
    }
}

/// The key of a preset: the file's, or the environment's `POSTROOM_KEY_NAME` or `POSTROOM_KEY`; empty where there is
/// none.
///
/// # Errors
/// A file that can't be read, that others can read, or that holds something else than one key.
pub fn read_key(preset: &str, file: Option<&Path>) -> Result<Key, Fail> {
    if let Some(path) = file {
        return from_file(path);
    }
    let name = format!("POSTROOM_KEY_{}", preset.to_uppercase().replace('-', "_"));
    let found = [name.as_str(), "POSTROOM_KEY"].into_iter().find_map(|name| std::env::var(name).ok());
    Ok(Key(found.unwrap_or_default().trim().to_owned()))
}

fn from_file(path: &Path) -> Result<Key, Fail> {
    private(path)?;
    let text = std::fs::read_to_string(path).map_err(|error| Fail::file("read", path, &error))?;
    let key = text.trim();
    if key.is_empty() || key.contains(char::is_whitespace) {
        return Err(Fail::new(format!("{} should hold one key and nothing else", path.display())));
    }
    Ok(Key(key.to_owned()))
}

/// A file that others may not read. Where the system has no such modes, this is the system's business.
///
/// # Errors
/// A file that is not there, or that others can read.
pub fn private(path: &Path) -> Result<(), Fail> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let meta = std::fs::metadata(path).map_err(|error| Fail::file("read", path, &error))?;
        if meta.permissions().mode() & 0o077 != 0 {
            let path = path.display();
            return Err(Fail::new(format!(
                "others can read {path}, so it is no place for a key: chmod 600 {path}"
            )));
        }
    }
    Ok(())
}
