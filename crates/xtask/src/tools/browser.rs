//! The browsers that the tests drive.

use std::ffi::OsString;

use super::{Tools, apt, cargo_tool, find_in_path};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// What the browser tests start, each under the name of its variable and the names that it may have on PATH.
const PROGRAMS: [(&str, &[&str]); 6] = [
    ("POSTROOM_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]),
    ("POSTROOM_CHROMEDRIVER", &["chromedriver"]),
    ("POSTROOM_FIREFOX", &["firefox-esr", "firefox"]),
    ("POSTROOM_WEBKITDRIVER", &["WebKitWebDriver"]),
    ("POSTROOM_XVFB", &["xvfb-run"]),
    ("POSTROOM_XAUTH", &["xauth"]),
];

/// Their packages.
const PACKAGES: [&str; 7] =
    ["chromium", "chromium-driver", "firefox-esr", "webkit2gtk-driver", "xvfb", "xauth", "fonts-dejavu-core"];

/// Finds Chromium, Firefox and WebKit with their drivers, or installs them: from Debian, and Firefox's driver, which
/// Debian has not, from crates.io. Returns the variables in which the tests look for them.
///
/// # Errors
/// One line when one is absent and can't be had.
pub fn ensure(workspace: &Workspace, tools: &Tools) -> Result<Vec<(&'static str, OsString)>, Problem> {
    if find().is_none() {
        apt::install(
            &PACKAGES,
            "Chromium, Firefox and WebKit with their drivers",
            "the browser tests drive the real app",
        )?;
    }
    let mut found = find()
        .ok_or_else(|| Problem::failed("the browsers were installed and still can't be found on PATH"))?;
    cargo_tool::ensure(workspace, tools, &cargo_tool::GECKODRIVER)?;
    let gecko = tools.command("geckodriver").get_program().to_owned();
    found.push(("POSTROOM_GECKODRIVER", gecko));
    Ok(found)
}

fn find() -> Option<Vec<(&'static str, OsString)>> {
    let one = |(variable, names): &(&'static str, &[&'static str])| {
        Some((*variable, names.iter().copied().find_map(find_in_path)?.into_os_string()))
    };
    PROGRAMS.iter().map(one).collect()
}
