//! Suites that need more than one crate: the rules of the house, and the browser.

pub mod layers;
pub mod letters;
pub mod project;
