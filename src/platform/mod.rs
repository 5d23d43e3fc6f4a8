//! The browser's storage, files, clock and network, each behind a small type. Nothing else on the page touches them.

pub mod clock;
pub mod exports;
pub mod files;
pub mod folders;
pub mod leaving;
pub mod lock;
pub mod measure;
pub mod pictures;
pub mod reach;
pub mod relay_http;
pub mod store;
pub mod vault;
