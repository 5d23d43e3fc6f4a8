//! The pages. Each is a folder with its panels; what two of them use is a component.

pub mod compose;
pub mod settings;
