//! What came back, read and explained: replies, transcripts, logs, bounces become verdicts.
//!
//! Rules and texts are data in `data/`. This crate knows nothing of lists, letters or browsers.
//!
//! # Examples
//! ```
//! let explanation = bounces::explain(b"550 5.1.1 User unknown", None);
//! assert_eq!(explanation.verdicts[0].cause, "no-such-address");
//! assert_eq!(explanation.verdicts[0].address_action, "remove");
//! ```

pub mod batch;
mod by_code;
mod catalogue;
mod codes;
mod decide;
mod fact;
mod fold;
pub mod history;
mod manual;
mod names;
mod phrase;
pub mod policy;
mod read;
#[cfg(test)]
mod rule_tests;
mod rules;
mod steps;
mod verdict;
mod warn;
mod when;

pub use catalogue::{Catalogue, Cause, Digit, EnhancedEntry, ReplyEntry, catalogue};
pub use manual::manual;
pub use read::{ReadMail, ReadPart, mail as read_mail};
pub use verdict::{Certainty, Delivery, Evidence, Explanation, Permanence, Permanent, Verdict};

/// Reads whatever came back and explains each failure in it. `name` is the file's name where there was a
/// file; it only helps to tell the kind. Input that says nothing gives no verdicts.
pub fn explain(input: &[u8], name: Option<&str>) -> Explanation {
    read::explain(input, name)
}

/// Explains several files as one, such as a folder of mails: their texts stand one after another, each under its
/// name.
pub fn explain_all<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Explanation {
    read::explain_all(files)
}

/// The verdicts of [`explain`] alone.
pub fn verdicts(input: &[u8]) -> Vec<Verdict> {
    explain(input, None).verdicts
}
