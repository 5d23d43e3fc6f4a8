//! The façade of the engine: requests in, events out, long jobs in steps, cancel.
//!
//! It owns the table and the compiled letter. It runs in the web worker, in the native command and in tests,
//! and knows neither a clock nor a file: both come with the request.

pub mod protocol;
