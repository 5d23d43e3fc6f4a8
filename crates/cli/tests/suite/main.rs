//! The real `postroom` binary, driven from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where a step fails")]

mod support;

mod app;
mod checking;
mod dkim;
mod explain;
mod exporting;
mod faults;
mod golden;
mod guards;
mod mail_server;
mod messages;
mod postfix;
mod presets;
mod provider;
mod python;
mod send;
mod starting;
