//! The pages. Each is a folder with its panels; what two of them use is a component.

pub mod check;
pub mod compose;
pub mod explain;
pub mod recipients;
pub mod send;
pub mod settings;
mod shared;
