//! Events: what the engine answers.

use super::{
    Asked, CheckReport, Composed, ExportReport, FieldCard, Followed, Found, MessageHead, Outcome, Rehearsal,
    RelayCard, Reviewed, SegmentCount, VerifyReport,
};
use crate::batch::{Batch, BouncesWindow, PolicyOutcome};
use crate::campaign::Settings;
use crate::files::{FileCard, FilesReport};
use crate::reference::Reference;
use bounces::Explanation;
use compose::{Font, Letter, Preset};
use diag::Diagnostic;
use recipients::{ListSummary, RowsWindow};
use serde::{Deserialize, Serialize};

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is there.
    Ready {
        /// Its build.
        version: String,
    },
    /// The letter that a file holds. The bytes of its files come beside this event, one after another.
    Letter {
        /// The letter.
        letter: Box<Letter>,
        /// Names and sizes of its files.
        files: Vec<FileCard>,
        /// What is wrong with the file, and what was taken over in another form.
        diagnostics: Vec<Diagnostic>,
    },
    /// The names that a letter uses.
    LetterFields(Vec<FieldCard>),
    /// What a campaign file holds. The list's bytes come beside this event, then those of the files.
    Campaign {
        /// The letter.
        letter: Box<Letter>,
        /// The settings.
        settings: Box<Settings>,
        /// Addresses that get nothing.
        suppressed: Vec<String>,
        /// The length of the list.
        list: usize,
        /// Names and sizes of the files.
        files: Vec<FileCard>,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// The themes, the usual one first, and the fonts.
    Themes {
        /// Themes.
        presets: Vec<Preset>,
        /// Fonts.
        fonts: Vec<Font>,
    },
    /// It was done, and there is no more to say.
    Done,
    /// The files of a zip; their bytes come beside this event, one after another.
    Unzipped {
        /// Names and sizes.
        files: Vec<FileCard>,
        /// How many could not be unpacked.
        left_out: usize,
    },
    /// Which rows lack a file.
    FilesReport(Box<FilesReport>),
    /// The preview. What there is to say of the letter follows.
    Composed(Box<Composed>),
    /// The message and what is wrong with the letter.
    Reviewed(Box<Reviewed>),
    /// Recipients that were looked for.
    Found(Vec<Found>),
    /// The letters asked for, in the order of their positions; not good where one can't be made.
    Readers(Vec<Composed>),
    /// How far a long job is.
    Progress {
        /// What was done so far.
        done: u64,
        /// Of how many; 0 while unknown.
        total: u64,
    },
    /// The list, read and judged.
    List(Box<ListSummary>),
    /// The window asked for.
    Rows(RowsWindow),
    /// Whom a condition means.
    Segment(Box<SegmentCount>),
    /// A file's bytes come beside this event.
    File {
        /// The name that it should get.
        file_name: String,
        /// What is to be said of it.
        diagnostics: Vec<Diagnostic>,
    },
    /// The findings.
    Checked(Box<CheckReport>),
    /// Bytes of the export come beside this event, in their order.
    Chunk,
    /// Bytes of `manifest.json` come beside this event, in their order, where the batch does not hold it itself.
    ManifestChunk,
    /// What belongs into the export's journal comes beside this event. All chunks before it have to be safe first.
    Journal,
    /// An interrupted export goes on: so many bytes of the batch and of its journal count.
    Resumed {
        /// Of the batch.
        bytes: u64,
        /// Of the journal.
        journal: u64,
    },
    /// The part of the export whose chunks came before is whole; what follows belongs to the next part.
    PartEnds {
        /// The name that the part's file should get.
        file_name: String,
    },
    /// The batch was looked at.
    Verified(Box<VerifyReport>),
    /// The export is complete.
    Exported(Box<ExportReport>),
    /// The message's bytes come beside this event.
    Message(Box<MessageHead>),
    /// The relay's answer, read.
    Outcome(Outcome),
    /// The relays there are presets for.
    Relays(Vec<RelayCard>),
    /// A request that was not sent.
    Rehearsed(Box<Rehearsal>),
    /// The next request of a hand-over; its body comes beside this event.
    Asked(Box<Asked>),
    /// What follows an answer.
    Followed(Box<Followed>),
    /// The explanation. Of many answers only the first are in it, of a long text only the beginning.
    Explained(Box<Explanation>, Box<Batch>),
    /// The answers asked for.
    Bounces(BouncesWindow),
    /// One answer alone.
    Bounce(Box<Explanation>),
    /// The addresses, each once. Their CSV comes beside this event.
    BounceList(Vec<String>),
    /// What each policy would do, ours first.
    Policies(Vec<PolicyOutcome>),
    /// The reference of codes and causes.
    Reference(Box<Reference>),
    /// The request was given up on the user's word.
    Cancelled,
    /// The request can't be done, and why, for people.
    Failed {
        /// Why.
        message: String,
    },
}
