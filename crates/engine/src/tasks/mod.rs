//! Questions that are answered at once. One a file.

pub mod answer;
pub mod campaign;
pub mod compose;
pub mod enclose;
pub mod explain;
pub mod files;
pub mod find;
pub mod hand_over;
pub mod letter;
pub mod merging;
pub mod message;
pub mod rehearse;
pub mod rows;
pub mod text;
