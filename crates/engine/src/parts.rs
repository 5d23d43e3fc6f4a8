//! Parts of the engine that a browser fetches when a request needs them, so that the first preview does not wait for
//! what a Markdown letter never uses. Native builds have them all.

use crate::campaign::CAMPAIGN_END;
use crate::desk::Desk;
use crate::protocol::{Event, Request};
use crate::{reference, tasks};
use std::sync::OnceLock;

/// A part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// MJML and the inlining of styles: [`compose::LAYOUT`], lent with [`compose::lend_layout`].
    Layout,
    /// What came back, explained: [`EXPLAINER`], lent with [`lend_explainer`].
    Explainer,
    /// Files that are opened, and whole campaigns: [`OPENER`], lent with [`lend_opener`].
    Opener,
    /// Workbooks of spreadsheet programs: [`workbook::read`], lent with [`workbook::set_host_reader`].
    Workbooks,
}

/// An event and the bytes beside it.
type Answer = (Event, Option<Vec<u8>>);

/// Answers the requests about what came back. There is one of it, [`EXPLAINER`].
pub struct Explainer {
    answer: fn(&mut Desk, Request, &[u8]) -> Answer,
}

/// The part itself. Whoever names this has it in the program.
pub static EXPLAINER: Explainer = Explainer { answer };

static LENT: OnceLock<&'static Explainer> = OnceLock::new();

/// Reads letters, mails, campaigns and archives. There is one of it, [`OPENER`].
pub struct Opener {
    answer: fn(&mut Desk, Request, &[u8]) -> Answer,
}

/// The part itself. Whoever names this has it in the program.
pub static OPENER: Opener = Opener { answer: opened };

static LENT_OPENER: OnceLock<&'static Opener> = OnceLock::new();

/// Lends the opener. The first one stays.
pub fn lend_opener(opener: &'static Opener) {
    LENT_OPENER.get_or_init(|| opener);
}

/// Lends the explainer. The first one stays.
pub fn lend_explainer(explainer: &'static Explainer) {
    LENT.get_or_init(|| explainer);
}

/// The part that has to be lent before the engine accepts a request with these bytes beside it; `None` where it has all that it needs.
pub fn needed(request: &Request, bytes: &[u8]) -> Option<Part> {
    match request {
        Request::ReadList { .. } if workbook::is_workbook(bytes) => {
            (!workbook::is_ready()).then_some(Part::Workbooks)
        }
        Request::Compose { letter, .. }
        | Request::ReportFiles { letter }
        | Request::WriteLetter { letter, .. }
        | Request::LetterFields { letter }
        | Request::MatchFields { letter, .. }
        | Request::Check { letter, .. }
        | Request::Export { letter, .. }
        | Request::Message { letter, .. }
        | Request::Rehearse { letter, .. } => compose::needs_layout(letter).then_some(Part::Layout),
        Request::Ask(ask) => compose::needs_layout(&ask.letter).then_some(Part::Layout),
        Request::Explain { .. }
        | Request::Bounces(_)
        | Request::Bounce { .. }
        | Request::BounceList { .. }
        | Request::Policies
        | Request::Reference
        | Request::ReadAnswer { .. }
        | Request::Heard(_) => explainer().is_none().then_some(Part::Explainer),
        Request::ReadLetter { .. }
        | Request::ReadCampaign
        | Request::WriteCampaign { .. }
        | Request::Unzip => opener().is_none().then_some(Part::Opener),
        _ => None,
    }
}

/// Answers a request about what came back.
pub(crate) fn explain(desk: &mut Desk, request: Request, bytes: &[u8]) -> Answer {
    match explainer() {
        Some(explainer) => (explainer.answer)(desk, request, bytes),
        None => (Event::Failed { message: "the part of the engine that explains is not here".into() }, None),
    }
}

/// Answers a request about a file that is opened or a campaign.
pub(crate) fn open(desk: &mut Desk, request: Request, bytes: &[u8]) -> Answer {
    match opener() {
        Some(opener) => (opener.answer)(desk, request, bytes),
        None => {
            (Event::Failed { message: "the part of the engine that opens files is not here".into() }, None)
        }
    }
}

fn opened(desk: &mut Desk, request: Request, bytes: &[u8]) -> Answer {
    match request {
        Request::ReadLetter { name } => tasks::letter::read(desk, &name, bytes),
        Request::ReadCampaign => tasks::campaign::read(bytes),
        Request::WriteCampaign { letter, settings, suppressed, list, files, now } => {
            let whole = tasks::campaign::Whole { letter, settings, suppressed, list, files };
            let event = Event::File { file_name: CAMPAIGN_END.into(), diagnostics: Vec::new() };
            (event, Some(whole.write(bytes, now)))
        }
        Request::Unzip => tasks::enclose::unzip(bytes),
        // `needed` names no other.
        _ => (Event::Failed { message: "this is no file to be opened".into() }, None),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn opener() -> Option<&'static Opener> {
    Some(&OPENER)
}

#[cfg(target_arch = "wasm32")]
fn opener() -> Option<&'static Opener> {
    LENT_OPENER.get().copied()
}

#[cfg(not(target_arch = "wasm32"))]
fn explainer() -> Option<&'static Explainer> {
    Some(&EXPLAINER)
}

#[cfg(target_arch = "wasm32")]
fn explainer() -> Option<&'static Explainer> {
    LENT.get().copied()
}

fn answer(desk: &mut Desk, request: Request, bytes: &[u8]) -> Answer {
    match request {
        Request::ReadAnswer { status, body } => (tasks::answer::read(status, &body), None),
        Request::Heard(heard) => (tasks::hand_over::heard(*heard), None),
        Request::Explain { files } => (tasks::explain::explain(desk, bytes, &files), None),
        Request::Bounces(query) => (tasks::explain::window(&desk.came, &query), None),
        Request::Bounce { at } => (tasks::explain::one(&desk.came, at), None),
        Request::BounceList { suppress } => tasks::explain::list(&desk.came, suppress),
        Request::Policies => (tasks::explain::policies(&desk.came), None),
        Request::Reference => (Event::Reference(Box::new(reference::reference())), None),
        // `needed` names no other.
        _ => (Event::Failed { message: "this is no question about what came back".into() }, None),
    }
}
