//! The browser that the tests drive.

use std::path::PathBuf;

use super::{apt, find_in_path};
use crate::problem::Problem;

/// A browser and its driver.
pub struct Browser {
    /// Chromium.
    pub chromium: PathBuf,
    /// The WebDriver server of the same version.
    pub driver: PathBuf,
}

impl Browser {
    /// Finds Chromium and its driver, or installs both from Debian.
    pub fn ensure() -> Result<Browser, Problem> {
        if let Some(browser) = Browser::find() {
            return Ok(browser);
        }
        apt::install(
            &["chromium", "chromium-driver", "fonts-dejavu-core"],
            "Chromium with its driver",
            "the browser tests drive the real app",
        )?;
        Browser::find()
            .ok_or_else(|| Problem::failed("Chromium was installed and still can't be found on PATH"))
    }

    fn find() -> Option<Browser> {
        let chromium =
            ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_in_path)?;
        Some(Browser { chromium, driver: find_in_path("chromedriver")? })
    }
}
