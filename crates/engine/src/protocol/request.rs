//! Requests: what the page asks the engine.

use super::{Ask, ExportPlan, Heard, LetterForm, RequestId};
use crate::batch::BouncesQuery;
use crate::campaign::Settings;
use crate::changes::Change;
use compose::Letter;
use recipients::{Mapping, ReadOptions, RowsQuery, Which};
use relays::Choice;
use serde::{Deserialize, Serialize};

/// What the page asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// The first message. A worker of another build answers with its own version, and the page reloads.
    Hello {
        /// The page's build.
        version: String,
    },
    /// Read a letter, whose bytes come beside the request: a file of ours (TOML between `+++` lines, then the body),
    /// Markdown, MJML, HTML, text, or a message. Other tools' merge tags become ours. Answers with [`Event::Letter`].
    ReadLetter {
        /// The file's name; it may be empty.
        name: String,
    },
    /// The names that a letter uses, and which of them are columns. Answers with [`Event::LetterFields`].
    LetterFields {
        /// The letter.
        letter: Letter,
    },
    /// The letter with columns in place of names. Answers with [`Event::Letter`].
    MatchFields {
        /// The letter.
        letter: Letter,
        /// Names, and the columns that take their places, by their indexes.
        matches: Vec<(String, usize)>,
    },
    /// The letter as a file. Answers with [`Event::File`], whose name is only its end, and its bytes.
    WriteLetter {
        /// The letter.
        letter: Letter,
        /// As which.
        form: LetterForm,
        /// The date of a message: seconds since 1970, UTC.
        now: i64,
    },
    /// Read a campaign file, whose bytes come beside the request. Answers with [`Event::Campaign`].
    ReadCampaign,
    /// A campaign as a file. The list's bytes come beside the request, then those of the files. Answers with
    /// [`Event::File`], whose name is only its end, and its bytes.
    WriteCampaign {
        /// The letter.
        letter: Letter,
        /// The settings.
        settings: Settings,
        /// Addresses that get nothing.
        suppressed: Vec<String>,
        /// The length of the list.
        list: usize,
        /// Names and lengths of the files.
        files: Vec<(String, usize)>,
        /// Seconds since 1970, UTC.
        now: i64,
    },
    /// Every theme and font that a Markdown letter may have. Answers with [`Event::Themes`].
    Themes,
    /// Files that go with the letter; their bytes come beside the request, one after another. One of the same name goes.
    /// Answers with [`Event::Done`].
    TakeFiles {
        /// Names and lengths.
        files: Vec<(String, usize)>,
    },
    /// Forget files that go with the letter. Answers with [`Event::Done`].
    ForgetFiles {
        /// Their names; none: all.
        names: Vec<String>,
    },
    /// Unpack a zip, whose bytes come beside the request. Answers with [`Event::Unzipped`].
    Unzip,
    /// Which rows lack a file that their letter names. Answers with progress, then [`Event::FilesReport`].
    ReportFiles {
        /// The letter.
        letter: Letter,
    },
    /// Compile the letter if it changed, and merge it for one recipient. Answers with [`Event::Composed`] as soon as there
    /// is something to look at, then with [`Event::Reviewed`].
    Compose {
        /// The letter as it stands in the editor.
        letter: Letter,
        /// Position among the kept recipients, from 0; past the end means the last.
        at: usize,
        /// The clock: seconds since 1970, UTC.
        now: i64,
        /// Whether the message's source is wanted, too.
        source: bool,
    },
    /// Kept recipients by number, name, address or any cell. Answers with [`Event::Found`].
    Find {
        /// What was typed.
        search: String,
    },
    /// The recipients whose letters are worth a look. Answers with progress, then [`Event::Found`].
    Tour {
        /// The letter.
        letter: Letter,
    },
    /// The letters of several recipients, to look at. Answers with [`Event::Readers`].
    Readers {
        /// The letter.
        letter: Letter,
        /// Positions among the kept recipients.
        at: Vec<usize>,
    },
    /// Read a list; its bytes come beside the request. Answers with progress, then [`Event::List`].
    ReadList {
        /// The file's name.
        name: String,
        /// What the user says about it.
        options: ReadOptions,
        /// The columns that the user chose, where they did.
        mapping: Option<Mapping>,
        /// Normalised addresses that get nothing.
        suppressed: Vec<String>,
        /// The condition that rows have to meet; empty: everyone.
        segment: String,
    },
    /// Judge the list again with other columns, another suppression list or another segment.
    Judge {
        /// The columns; `None` keeps them.
        mapping: Option<Mapping>,
        /// Normalised addresses that get nothing; `None` keeps them.
        suppressed: Option<Vec<String>>,
        /// The condition that rows have to meet, empty for everyone; `None` keeps it.
        segment: Option<String>,
    },
    /// Change the list by hand, then judge it again. Answers with [`Event::List`].
    ChangeList(Change),
    /// Undo the last change of the list. Answers with [`Event::List`].
    UndoChange,
    /// How many recipients a condition means. Answers with [`Event::Segment`].
    CountSegment {
        /// The condition.
        text: String,
    },
    /// The list as CSV, with its own columns and order and every change. Answers with [`Event::File`] and its bytes.
    WriteList {
        /// Which rows.
        which: Which,
    },
    /// A suppression list as CSV. Answers with [`Event::File`] and its bytes.
    WriteSuppression {
        /// Its entries: addresses, or SHA-256 sums of them.
        entries: Vec<String>,
        /// Whether addresses are written as their SHA-256 sums only.
        hashed: bool,
    },
    /// Forget the list.
    DropList,
    /// A window of the table.
    Rows(RowsQuery),
    /// Check the letter against the list: every merge, and the rules before sending.
    Check {
        /// The letter.
        letter: Letter,
        /// The clock.
        now: i64,
    },
    /// Write the batch. Answers with progress, [`Event::Chunk`]s and [`Event::ManifestChunk`]s, then [`Event::Exported`].
    /// The bytes beside the request are the journal of the same export, where one goes on that was interrupted.
    Export {
        /// The letter.
        letter: Letter,
        /// `zip`, `mbox`, `jsonl` or `csv`.
        format: String,
        /// The Date header and Message-IDs: seconds since 1970, UTC.
        now: i64,
        /// Makes boundaries and Message-IDs; the same seed gives the same bytes.
        seed: u64,
        /// How it is written.
        plan: ExportPlan,
    },
    /// One message, ready to hand over. Answers with [`Event::Message`] and its bytes.
    Message {
        /// The letter.
        letter: Letter,
        /// Position among the kept recipients, from 0.
        at: usize,
        /// The Date header.
        now: i64,
        /// As in [`Request::Export`].
        seed: u64,
    },
    /// Prove a batch, which the worker lends with [`crate::Engine::verify`]. Answers with progress, then
    /// [`Event::Verified`].
    Verify,
    /// What became of a handed-over message: the relay's answer, read. Answers with [`Event::Outcome`].
    ReadAnswer {
        /// HTTP status; `None` where no answer came.
        status: Option<u16>,
        /// The body.
        body: String,
    },
    /// Every relay there is a preset for. Answers with [`Event::Relays`].
    Relays,
    /// The request that would hand one letter to a relay, without sending it. Answers with [`Event::Rehearsed`].
    Rehearse {
        /// The letter.
        letter: Letter,
        /// Position among the kept recipients, from 0.
        at: usize,
        /// The Date header.
        now: i64,
        /// As in [`Request::Export`].
        seed: u64,
        /// The relay.
        relay: Choice,
    },
    /// The next request of a hand-over. Answers with [`Event::Asked`] and the request's body.
    Ask(Box<Ask>),
    /// What came back for it. Answers with [`Event::Followed`].
    Heard(Box<Heard>),
    /// Explain what came back; the bytes come beside the request. Answers with [`Event::Explained`], and what came
    /// stays on the desk for the four requests after this one.
    Explain {
        /// Names and lengths of the files, whose bytes stand one after another; none for a pasted text.
        files: Vec<(String, usize)>,
    },
    /// A window of the answers. Answers with [`Event::Bounces`].
    Bounces(BouncesQuery),
    /// One of the answers, with the text around its evidence. Answers with [`Event::Bounce`].
    Bounce {
        /// Its place among all answers, from 0.
        at: usize,
    },
    /// The addresses to suppress or to keep. Answers with [`Event::BounceList`]; the CSV comes beside it.
    BounceList {
        /// Those to suppress, else those to keep.
        suppress: bool,
    },
    /// Whom each policy would drop. Answers with [`Event::Policies`].
    Policies,
    /// Every code and cause there is to look up. Answers with [`Event::Reference`].
    Reference,
    /// Give up the request of this id. It answers with [`Event::Cancelled`].
    Cancel {
        /// Which request.
        id: RequestId,
    },
}
