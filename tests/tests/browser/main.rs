//! The app in a real browser.
fn main() {}
