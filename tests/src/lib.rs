//! Suites that need more than one crate: fixtures, browsers, peers.
