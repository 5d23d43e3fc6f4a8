//! What crosses the worker's boundary, as postcard: its code is a third of JSON's, which counts in a page's first load,
//! and page and worker are always of one build. Large bytes go beside it.
//!
//! Every request has an id, and every event says which request it answers. A request of a kind that only the newest
//! answer matters to ([`Request::Compose`], [`Request::Rows`]) is dropped when a newer one waits behind it.

use crate::batch::{Batch, BouncesQuery, BouncesWindow, PolicyOutcome};
use crate::campaign::Settings;
use crate::changes::Change;
use crate::files::{FileCard, FilesReport};
use crate::reference::Reference;
use bounces::Explanation;
use compose::{Font, Letter, Preset};
use diag::Diagnostic;
pub use outbox::Split;
use recipients::{ListSummary, Mapping, ReadOptions, RowsQuery, RowsWindow, Which};
use relays::{Choice, HttpResponse, Secret, Stage};
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

/// A name that a letter uses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldCard {
    /// The name.
    pub name: String,
    /// The column that it is, by its index.
    pub column: Option<usize>,
    /// How often it is used.
    pub uses: usize,
}

/// As what kind of file a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LetterForm {
    /// A letter file of ours.
    Letter,
    /// The HTML that it becomes, with its merge tags.
    Html,
    /// Its MJML, where it is written in that.
    Mjml,
    /// A message that is not addressed yet, with its merge tags.
    Message,
}

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

/// Whom a condition means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentCount {
    /// The condition.
    pub text: String,
    /// How many recipients meet it.
    pub members: usize,
    /// Of how many.
    pub of: usize,
    /// What is wrong with it; spans count in the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who the preview is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PreviewFor {
    /// Position among the kept recipients, from 0.
    pub at: usize,
    /// How many kept recipients there are.
    pub of: usize,
    /// The record's number as a spreadsheet shows it.
    pub row: u32,
    /// The reader's name; may be empty.
    pub name: String,
    /// The normalised address; empty without a list.
    pub address: String,
}

/// A recipient that was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Why this one is worth a look; empty where it was searched for.
    pub why: String,
    /// Who it is.
    pub who: PreviewFor,
}

/// The attribute of the preview's elements with the number of their block.
pub const BLOCK: &str = "data-postroom-block";

/// The letter as one recipient gets it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Composed {
    /// Who it is for.
    pub recipient: PreviewFor,
    /// Whether the fields below are of this letter. If false the letter has an error, and they are empty: keep
    /// showing the last good preview.
    pub good: bool,
    /// The sender as a mailbox shows it.
    pub from: String,
    /// The subject, merged.
    pub subject: String,
    /// The preheader, merged.
    pub preheader: String,
    /// The HTML part; empty for a text letter. The attribute [`BLOCK`] of an element, which only the preview has, tells
    /// the block of the body that it comes from.
    pub html: String,
    /// Where each block starts in the letter's body, in bytes.
    pub blocks: Vec<u32>,
    /// The text part.
    pub text: String,
}

/// The letter of one recipient as a message, and everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reviewed {
    /// The header section of the message, unfolded, in its order; empty where there is no message.
    pub headers: Vec<(String, String)>,
    /// The whole message as it is sent; a long one is cut after 256 KB. Empty unless it was asked for.
    pub source: String,
    /// The whole message's size in bytes.
    pub size: usize,
    /// The text part as it is derived from the letter, a template; `None` where there is none to begin with, and where it
    /// is derived for each recipient alone.
    pub derived_text: Option<String>,
    /// What changed in it since the text by hand was written from it.
    pub text_changes: Vec<TextLine>,
    /// Everything wrong with the letter: templates, columns, checks.
    pub diagnostics: Vec<Diagnostic>,
}

/// A line of a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextLine {
    /// What became of it.
    pub change: TextChange,
    /// The line.
    pub text: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextChange {
    /// It is the same; it stands beside one that changed.
    Same,
    /// It is gone.
    Gone,
    /// It is new.
    New,
    /// Lines that are the same are left out here.
    Skipped,
}

/// The findings before sending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckReport {
    /// How many merged letters were looked at.
    pub letters: usize,
    /// How many rules looked at the letter.
    pub rules: usize,
    /// What was found, errors first.
    pub findings: Vec<Diagnostic>,
    /// The HTML part's size of the heaviest letter, in bytes.
    pub heaviest_html: usize,
    /// The whole message's size of the heaviest letter, in bytes.
    pub heaviest_message: usize,
    /// The row of the heaviest letter.
    pub heaviest_row: u32,
}

/// What an export held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportReport {
    /// The name that the file should get.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Messages written.
    pub messages: usize,
    /// Rows for which no message could be made, with the reason.
    pub failed: Vec<Diagnostic>,
    /// The file's size.
    pub bytes: u64,
    /// The position of the first row that is not in it, where it ended early.
    pub rest: Option<usize>,
    /// How many parts it has.
    pub parts: u32,
}

/// What a proof of a batch found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyReport {
    /// Rows that its manifest tells of.
    pub rows: u64,
    /// Messages in it.
    pub messages: u64,
    /// The date of all messages.
    pub date: String,
    /// What is not as the manifest says; nothing: the batch is whole and unchanged. The first thousand.
    pub problems: Vec<Diagnostic>,
}

/// How an export is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportPlan {
    /// The position of the first row; those before it are in another batch.
    pub from: usize,
    /// Whether a journal is kept, so that it can go on after an interruption.
    pub journal: bool,
    /// Whether an interrupted export ends where it was, so that what is finished becomes a whole batch.
    pub end: bool,
    /// The most letters and bytes of a part, and whether large domains get parts of their own. Such an export has no
    /// journal.
    pub split: Split,
}

/// What people want to know of a relay before they use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayCard {
    /// The preset's id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Where it is described.
    pub documentation: String,
    /// Whether a page may call it.
    pub browser: relays::Browser,
    /// Why, in a sentence.
    pub note: String,
    /// The language in which it merges by itself, where it does.
    pub merge: Option<String>,
    /// Whether it needs a key.
    pub needs_key: bool,
    /// Whether it can be given one.
    pub takes_key: bool,
    /// Whether the key is `USER:PASSWORD`.
    pub key_is_pair: bool,
    /// What else it has to be told.
    pub settings: Vec<relays::preset::Setting>,
    /// Letters in a request at most.
    pub letters: usize,
    /// Why that is one although the relay knows batches.
    pub one_by_one: Option<String>,
    /// Requests that are out at a time.
    pub at_once: usize,
    /// Requests in a second; 0 where nobody says.
    pub per_second: u32,
    /// Requests that a hand-over takes each time.
    pub requests: usize,
    /// For how many seconds it knows a repeated request, where it does.
    pub knows_key_secs: Option<i64>,
}

/// A request that was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rehearsal {
    /// The request as it goes over the line, without the key.
    pub request: String,
    /// The same as a command for `curl`.
    pub curl: String,
}

/// What stands on the envelope of one message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MessageHead {
    /// Position among the kept recipients.
    pub at: usize,
    /// How many kept recipients there are.
    pub of: usize,
    /// The record's number.
    pub row: u32,
    /// MAIL FROM.
    pub envelope_from: String,
    /// RCPT TO.
    pub envelope_to: String,
    /// The same letter to the same recipient always has the same key.
    pub idempotency_key: String,
    /// Why there is no message, where the merge failed; then no bytes come.
    pub failed: Option<Diagnostic>,
}

/// What is to be handed over, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The letter.
    pub letter: Letter,
    /// Positions among the kept recipients. As many from the front go into one request as the relay takes.
    pub at: Vec<usize>,
    /// The Date header.
    pub now: i64,
    /// As in [`Request::Export`].
    pub seed: u64,
    /// The relay.
    pub relay: Choice,
    /// How far it is; `None` where it begins.
    pub stage: Option<Stage>,
    /// The address of a test, which gets the letter in the recipient's place.
    pub to: Option<String>,
    /// The relay's key; empty where it has none.
    pub key: Secret,
    /// The moment of the request, for signatures: seconds since 1970, UTC.
    pub clock: i64,
}

/// A request of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Whose letters are in it, in their order. Where there are none, there is nothing to send.
    pub heads: Vec<MessageHead>,
    /// Those among them for whom no letter could be made.
    pub failed: Vec<MessageHead>,
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The headers, with the key.
    pub headers: Vec<(String, String)>,
    /// How far it is.
    pub stage: Stage,
    /// Whether this request sends, and does not only prepare.
    pub sends: bool,
}

/// What came back for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The relay.
    pub relay: Choice,
    /// The addresses in the request's order.
    pub to: Vec<String>,
    /// How far it was.
    pub stage: Stage,
    /// The answer; `None` where none came.
    pub response: Option<HttpResponse>,
    /// The network's words where no answer came.
    pub words: String,
    /// The moment of the answer: seconds since 1970, UTC.
    pub clock: i64,
}

/// What follows an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Followed {
    /// The next request.
    Ask(Stage),
    /// The next request, after so many seconds.
    Wait(u32, Stage),
    /// Nothing: an outcome for each letter, and where later hand-overs begin.
    Done(Vec<Outcome>, Stage),
    /// Nothing was taken, and one of the letters is to blame. Smaller requests tell which.
    Split {
        /// The relay's words.
        reply: String,
    },
    /// Nothing was taken, and any other request would meet the same.
    Halt {
        /// When it may be over, in seconds.
        after_secs: Option<u32>,
        /// The relay's words.
        reply: String,
    },
}

/// How a hand-over ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The relay took it.
    Accepted {
        /// Its id there.
        id: String,
        /// The server's words.
        reply: String,
    },
    /// The relay or the server behind it said no.
    Refused {
        /// The server's words.
        reply: String,
        /// What they mean, in one sentence.
        title: String,
        /// The cause's id.
        cause: String,
        /// Whether the address should get nothing more.
        gone: bool,
    },
    /// Try again.
    Later {
        /// After so many seconds; `None` where nobody said.
        after_secs: Option<u32>,
        /// The server's words.
        reply: String,
    },
    /// Nobody knows whether it was taken: no answer came, or none that can be read.
    Unknown {
        /// What came instead.
        reply: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

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
