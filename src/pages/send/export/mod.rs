//! Export: the batch as a file, written by the worker, so that its bytes are never together in memory: into a file that
//! the user chose, or into the browser's storage and from there to the downloads, or in parts.

mod fields;
mod going;
mod kept;
mod panel;
mod proof;
mod writing;

use crate::platform::{clock, exports};
use crate::workbench::Workbench;
use engine::protocol::{ExportPlan, Split};
use going::{Now, Place};
use kept::Kept;
pub use panel::panel;
use yew::platform::spawn_local;
use yew::prelude::*;

/// Above so many bytes of letters it is worth a word that a chosen file needs no room twice.
const LARGE: u64 = 1 << 30;

/// What the user wants.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// `zip`, `mbox`, `jsonl` or `csv`.
    format: String,
    /// `one`, or how it is parted.
    parts: String,
    /// `downloads` or `file`.
    place: String,
}

/// The export of the page.
#[derive(Clone)]
pub struct Export {
    /// Starts it.
    pub start: Callback<()>,
    wish: Wish,
    choose: Callback<Wish>,
    now: Now,
    bench: Workbench,
    proof: Html,
}

impl Export {
    /// Whether one runs.
    pub fn is_running(&self) -> bool {
        self.now.running.is_some()
    }

    /// Whether it goes into a file that the user chooses.
    fn to_file(&self) -> bool {
        self.wish.place == "file" && self.wish.parts == "one" && exports::can_choose()
    }

    /// Bytes of all letters together, about, where that is much.
    fn is_large(&self) -> Option<u64> {
        let each = self.bench.session.review.as_ref().map_or(0, |review| review.size as u64);
        let all = each * self.bench.session.kept().unwrap_or_default() as u64;
        (all > LARGE).then_some(all)
    }

    /// Writes the rows of `kept` from its first one on.
    fn write(&self, kept: Kept) {
        let (bench, to_file, parts) = (self.bench.clone(), self.to_file(), split(&self.wish.parts));
        spawn_local(async move {
            let place = match to_file {
                true => match exports::choose(&suggested(&kept)).await {
                    Ok(Some(place)) => Place::Chosen(place),
                    // Nothing was chosen, so nothing is wanted.
                    Ok(None) => return,
                    // Where no file can be chosen the storage does it.
                    Err(_) => Place::Stored { resume: false },
                },
                false if parts.is_some() => Place::Downloads,
                false => Place::Stored { resume: false },
            };
            let journal = matches!(place, Place::Stored { .. });
            let plan = ExportPlan { from: kept.from, journal, end: false, split: parts };
            going::begin(&bench, kept, place, plan).await;
        });
    }

    /// Goes on with an interrupted export, or makes a whole batch of what there is.
    fn resume(&self, kept: Kept, end: bool) {
        let bench = self.bench.clone();
        let plan = ExportPlan { from: kept.from, journal: true, end, split: Split::default() };
        spawn_local(async move { going::begin(&bench, kept, Place::Stored { resume: true }, plan).await });
    }
}

/// An export for the page.
#[hook]
pub fn use_export(bench: &Workbench) -> Export {
    let wish = use_state(|| Wish {
        format: "zip".to_owned(),
        parts: "one".to_owned(),
        place: "downloads".to_owned(),
    });
    let redraw = use_force_update();
    use_effect_with((), move |()| {
        going::listen(Callback::from(move |()| redraw.force_update()));
        || going::listen(Callback::noop())
    });
    // The store is there once the campaign is, and the list soon after.
    {
        let bench = bench.clone();
        use_effect_with(bench.campaign.loaded, move |loaded| {
            if *loaded {
                spawn_local(async move { going::look_back(&bench).await });
            }
        });
    }
    let choose = {
        let wish = wish.clone();
        Callback::from(move |chosen| wish.set(chosen))
    };
    let proof = proof::use_proof(bench);
    let mut export = Export {
        start: Callback::noop(),
        wish: (*wish).clone(),
        choose,
        now: going::now(),
        bench: bench.clone(),
        proof,
    };
    let starting = export.clone();
    export.start = Callback::from(move |()| {
        let bench = &starting.bench;
        let list = bench.session.list.as_ref();
        starting.write(Kept {
            letter: (*bench.letter()).clone(),
            list: list.map(|list| list.name.clone()).unwrap_or_default(),
            format: starting.wish.format.clone(),
            now: clock::now_secs(),
            seed: clock::seed(),
            from: 0,
            rows: list.map(|list| list.counts.rows as u64).unwrap_or_default(),
            finished: None,
        });
    });
    export
}

/// The name that a chosen file should have.
fn suggested(kept: &Kept) -> String {
    let stem = kept.list.rsplit_once('.').map_or(kept.list.as_str(), |(stem, _)| stem);
    let stem = if stem.is_empty() { "letters" } else { stem };
    let rest = if kept.from > 0 { format!("-from-{}", kept.from + 1) } else { String::new() };
    [stem, &rest, ".", &kept.format].concat()
}

fn split(parts: &str) -> Split {
    match parts.split_once('-') {
        Some((number, "first")) => {
            Split { messages: number.parse().ok(), doubling: true, ..Split::default() }
        }
        Some((number, "letters")) => Split { messages: number.parse().ok(), ..Split::default() },
        Some((number, "mb")) => {
            Split { bytes: number.parse::<u64>().ok().map(|mb| mb << 20), ..Split::default() }
        }
        _ => Split { by_domain: parts == "domains", ..Split::default() },
    }
}
