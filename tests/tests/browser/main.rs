//! The app in real browsers, driven through WebDriver, against the real `postroom serve`: all of it in Chromium, the
//! main job in Firefox and WebKit, too.
//!
//! `cargo xtask test` builds the app and names browser, driver, server and tools. To run one test by hand:
//! `cargo xtask build && cargo build --bin postroom`, then
//! `cargo test -p postroom-tests --test browser -- --test-threads=1 NAME`. Screenshots are kept in tests/shots.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has to stop")]

mod harness;

mod accessible;
mod bad_input;
mod direct;
mod enclosures;
mod engine_crash;
mod explain;
mod exports;
mod handing_over;
mod letter_files;
mod long_jobs;
mod main_job;
mod other_browsers;
mod preview;
mod privacy;
mod recipients;
