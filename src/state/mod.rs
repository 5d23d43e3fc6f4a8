//! What the page knows, as pure data: reducers that are tested natively.

pub mod campaign;
pub mod history;
pub mod past;
pub mod sample;
pub mod session;
