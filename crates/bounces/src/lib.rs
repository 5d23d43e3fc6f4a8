//! What came back, read and explained: replies, transcripts, logs, bounces become verdicts.
//!
//! Rules and texts are data in `data/`. This crate knows nothing of lists, letters or browsers.

mod verdict;

pub use verdict::{Certainty, Evidence, Explanation, Permanence, Permanent, Verdict};
