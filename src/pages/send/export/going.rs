//! The export of this tab. It goes on while the user is on another page, so it does not live in one.

use super::kept::{Finished, Kept};
use super::writing::Writing;
use crate::platform::lock::Alone;
use crate::platform::store::Store;
use crate::platform::{exports, leaving, lock};
use crate::state::session::Running;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, ExportPlan, ExportReport, Request, RequestId};
use futures_channel::oneshot::{Sender, channel};
use gloo::events::EventListener;
use js_sys::{Object, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Blob;
use yew::Callback;
use yew::platform::spawn_local;

/// The lock of the tab that writes an export.
const LOCK: &str = "postroom-export";

/// How an export went.
#[derive(Clone)]
pub enum Went {
    /// The batch is whole.
    Well(Rc<Exported>),
    /// Why there is none.
    Badly(String),
}

/// A batch that is whole.
pub struct Exported {
    /// What is in it.
    pub report: ExportReport,
    /// Its bytes, where they are in the browser.
    pub blob: Option<Blob>,
    /// Its parts by their names, where it has several.
    pub parts: Vec<(String, Blob)>,
    /// Its manifest, where that is a file of its own.
    pub manifest: Option<Blob>,
    /// How long it took; `None` where it is from an earlier visit.
    pub millis: Option<f64>,
    /// What it was, so that the rest of it can follow.
    pub kept: Kept,
    /// Whether the user had it end there.
    pub ended: bool,
}

/// An export that did not come to its end.
#[derive(Clone)]
pub struct Halted {
    /// What it was.
    pub kept: Kept,
    /// Bytes that are written.
    pub bytes: u64,
}

/// Where an export goes.
pub enum Place {
    /// Into the browser's storage, and from there to the downloads.
    Stored {
        /// Whether it goes on there.
        resume: bool,
    },
    /// Into a file that the user chose.
    Chosen(Object),
    /// Each part to the downloads.
    Downloads,
}

/// What there is to show.
#[derive(Clone, Default)]
pub struct Now {
    /// How far it is, while it runs.
    pub running: Option<Running>,
    /// How the last one went.
    pub went: Option<Went>,
    /// One that was interrupted.
    pub halted: Option<Halted>,
}

#[derive(Default)]
pub(super) struct Live {
    pub(super) now: Now,
    pub(super) asked: Option<RequestId>,
    redraw: Callback<()>,
    pub(super) guard: Option<EventListener>,
    pub(super) alone: Option<Alone>,
    /// Whether the store was looked into, and who waits for the end of that while it goes on.
    looked: bool,
    looking: Option<Vec<Sender<()>>>,
}

thread_local! {
    static LIVE: RefCell<Live> = RefCell::default();
}

/// Changes it, and has it shown.
pub(super) fn change(change: impl FnOnce(&mut Live)) {
    let redraw = LIVE.with_borrow_mut(|live| {
        change(live);
        live.redraw.clone()
    });
    redraw.emit(());
}

/// What there is to show.
pub fn now() -> Now {
    LIVE.with_borrow(|live| live.now.clone())
}

/// Who is told that there is something else to show.
pub fn listen(redraw: Callback<()>) {
    LIVE.with_borrow_mut(|live| live.redraw = redraw);
}

/// Looks, once a visit, for an export that an earlier one left, and sweeps away what belongs to none.
pub async fn look_back(bench: &Workbench) {
    let Some(store) = bench.open_store() else { return };
    if LIVE.with_borrow_mut(|live| std::mem::replace(&mut live.looked, true)) {
        return;
    }
    LIVE.with_borrow_mut(|live| live.looking = Some(Vec::new()));
    sweep(&store).await;
    let waiting = LIVE.with_borrow_mut(|live| live.looking.take());
    // Who waits no more hears nothing.
    waiting.into_iter().flatten().for_each(|waiting| {
        let _ = waiting.send(());
    });
}

/// Waits for the end of a look back that is going on.
async fn looked_back() {
    let end = LIVE.with_borrow_mut(|live| {
        let (sender, end) = channel();
        live.looking.as_mut().map(|waiting| waiting.push(sender)).map(|()| end)
    });
    if let Some(end) = end {
        // The sender is sent, never dropped.
        let _ = end.await;
    }
}

async fn sweep(store: &Store) {
    // Another tab may be writing one just now.
    let Some(_alone) = lock::alone(LOCK).await else { return };
    let kept = Kept::load(store).await;
    exports::keep_only(&kept.as_ref().map(Kept::place).unwrap_or_default()).await;
    let Some(kept) = kept else { return };
    let Some(file) = exports::read(&kept.place()).await else { return Kept::forget(store).await };
    let blob: Blob = file.into();
    let bytes = blob.size() as u64;
    change(|live| match kept.finished.clone() {
        Some(finished) => live.now.went = Some(Went::Well(Rc::new(earlier(kept, finished, blob)))),
        None => live.now.halted = Some(Halted { kept, bytes }),
    });
}

fn earlier(kept: Kept, finished: Finished, blob: Blob) -> Exported {
    let Finished { file_name, messages, bytes, rest } = finished;
    let report = ExportReport { file_name, messages, bytes, rest, parts: 1, ..ExportReport::default() };
    Exported { report, blob: Some(blob), parts: Vec::new(), manifest: None, millis: None, kept, ended: false }
}

/// Begins an export, or goes on with one.
pub async fn begin(bench: &Workbench, kept: Kept, place: Place, plan: ExportPlan) {
    // The look back at earlier exports holds the lock for a moment, too.
    looked_back().await;
    let Some(alone) = lock::alone(LOCK).await else {
        let words = "Another tab is writing an export; wait for it, or cancel it there";
        return change(|live| live.now.went = Some(Went::Badly(words.into())));
    };
    let stored = matches!(place, Place::Stored { .. });
    if let (true, Some(store)) = (stored, bench.open_store()) {
        // Where it can't be remembered it can't go on after a closed tab, and is right all the same.
        drop(Kept { finished: None, ..kept.clone() }.save(&store).await);
    }
    let first = Running { done: kept.from as u64, total: kept.rows };
    change(|live| {
        live.now = Now { running: Some(first), ..Now::default() };
        live.guard = Some(leaving::asks("an export is being written"));
        live.alone = Some(alone);
    });
    let request = Request::Export {
        letter: kept.letter.clone(),
        format: kept.format.clone(),
        now: kept.now,
        seed: kept.seed,
        plan: plan.clone(),
    };
    let name = kept.place();
    let writing = RefCell::new(Writing::new(kept, plan, stored));
    let bench_of = bench.clone();
    let heard = Callback::from(move |(event, bytes): (Told, Option<Uint8Array>)| match event {
        Told::Progress { done, total } => change(|live| live.now.running = Some(Running { done, total })),
        Told::Chunk => writing.borrow_mut().chunks.take(bytes),
        Told::ManifestChunk => writing.borrow_mut().manifest.take(bytes),
        Told::PartEnds { file_name } => writing.borrow_mut().part(&file_name),
        other => {
            let writing = writing.take();
            let bench = bench_of.clone();
            spawn_local(async move { writing.end(&bench, other).await });
        }
    });
    let id = match place {
        Place::Stored { resume } => bench.engine.ask_into(request, exports::stored(&name, resume), heard),
        Place::Chosen(place) => bench.engine.ask_into(request, place, heard),
        Place::Downloads => bench.engine.ask(request, None, None, heard),
    };
    LIVE.with_borrow_mut(|live| live.asked = Some(id));
}

/// Gives up the export that runs.
pub fn cancel(bench: &Workbench) {
    if let Some(id) = LIVE.with_borrow(|live| live.asked) {
        bench.engine.cancel(id);
    }
}

/// Forgets an interrupted export, or one that is whole, with its file.
pub async fn drop_it(bench: &Workbench) {
    change(|live| live.now = Now::default());
    forget(bench).await;
}

/// Forgets what is kept of exports.
pub(super) async fn forget(bench: &Workbench) {
    if let Some(store) = bench.open_store() {
        Kept::forget(&store).await;
    }
    exports::keep_only("").await;
}
