//! A folder that goes away with its test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh folder, removed on drop.
pub struct TempDir(PathBuf);

impl TempDir {
    /// Makes it.
    pub fn new() -> TempDir {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("postroom-browser-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        TempDir(path)
    }

    /// A folder inside, made when absent.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.0.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempDir {
    fn drop(&mut self) {
        // A browser that still writes its profile may hold it; the system clears its folder of temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
