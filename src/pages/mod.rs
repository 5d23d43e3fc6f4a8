//! The pages. Each is a folder with its panels; what two of them use is a component. All but the first are parts of
//! the wasm that come after it (`parts`).

mod check;
pub mod compose;
mod explain;
pub mod parts;
mod recipients;
mod send;
mod settings;
mod shared;
