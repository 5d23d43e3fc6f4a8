//! What crosses the worker's boundary, as postcard: its code is a third of JSON's, which counts in a page's first load,
//! and page and worker are always of one build. Large bytes go beside it.
//!
//! Every request has an id, and every event says which request it answers. A request of a kind that only the newest
//! answer matters to ([`Request::Compose`], [`Request::Rows`]) is dropped when a newer one waits behind it.

mod batch;
mod event;
mod hand_over;
mod letter;
mod list;
mod request;

pub use batch::{CheckReport, ExportPlan, ExportReport, VerifyReport};
pub use event::Event;
pub use hand_over::{Ask, Asked, Followed, Heard, MessageHead, Outcome, Rehearsal, RelayCard};
pub use letter::{BLOCK, Composed, FieldCard, LetterForm, Reviewed, TextChange, TextLine};
pub use list::{Found, PreviewFor, SegmentCount};
pub use outbox::Split;
pub use request::Request;

use serde::{Deserialize, Serialize};

/// Number of a request, given by the page, growing.
pub type RequestId = u32;

/// A message as it crosses the boundary.
pub fn encode<T: Serialize>(id: RequestId, message: &T) -> Vec<u8> {
    // Plain data into memory: there is nothing that could fail.
    postcard::to_allocvec(&(id, message)).unwrap_or_default()
}

/// A message that crossed the boundary; `None` where it is of another build.
pub fn decode<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Option<(RequestId, T)> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use diag::Diagnostic;
    use recipients::{Mapping, ReadOptions, RowsQuery};

    #[track_caller]
    fn crosses<T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug>(message: T) {
        assert_eq!(decode(&encode(7, &message)), Some((7, message)));
    }

    #[test]
    fn what_crosses_the_boundary_is_the_same_on_the_other_side() {
        crosses(Request::Rows(RowsQuery { search: "åse".into(), ..RowsQuery::default() }));
        crosses(Request::ReadList {
            name: "a.csv".into(),
            options: ReadOptions { delimiter: Some(';'), ..ReadOptions::default() },
            mapping: Some(Mapping { address: Some(2), ..Mapping::default() }),
            suppressed: vec!["ann@example.com".into()],
            segment: "plan == 'pro'".into(),
        });
        crosses(Event::Explained(
            Box::new(bounces::explain(b"550 5.1.1 User unknown", None)),
            Box::default(),
        ));
        crosses(Event::Reference(Box::new(crate::reference::reference())));
        let finding =
            Diagnostic::error("field-unknown", "no such column").in_field("body").fix("Change", 1..2, "x");
        crosses(Event::Checked(Box::new(CheckReport { findings: vec![finding], ..CheckReport::default() })));
        crosses(Event::Outcome(Outcome::Later { after_secs: Some(3), reply: "451".into() }));
    }

    #[test]
    fn a_message_of_another_build_is_none() {
        assert_eq!(decode::<Event>(&[1, 200, 3]), None);
    }
}
