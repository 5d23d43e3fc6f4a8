//! Export: the batch as a file, written in the worker. Each chunk is handed to the browser as it comes, which keeps it
//! outside of the page's memory, and on the disk where it grows large.

use crate::components::{Kind, Progress, button, icon_of, mark};
use crate::pages::shared::select;
use crate::platform::{clock, files};
use crate::state::session::Running;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, ExportReport, Request, RequestId};
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::Blob;
use yew::prelude::*;

const FORMATS: [(&str, &str, &str); 4] = [
    (
        "zip",
        "Zip of .eml files",
        "One .eml file a recipient, and manifest.json with every row of the list, its hash and its Message-ID.",
    ),
    ("mbox", "mbox", "All letters in one file, as Thunderbird and many servers import them."),
    ("jsonl", "JSON lines", "One JSON object a line, for scripts and providers’ interfaces."),
    (
        "csv",
        "CSV",
        "The address, the name and the other columns of each recipient, for a provider’s own import.",
    ),
];

/// How an export went.
#[derive(Clone, PartialEq)]
enum Went {
    Well(Rc<Exported>),
    Badly(String),
}

struct Exported {
    report: ExportReport,
    blob: Blob,
    manifest: Option<Blob>,
    millis: f64,
}

impl PartialEq for Exported {
    fn eq(&self, other: &Exported) -> bool {
        self.blob == other.blob
    }
}

/// The export of the page.
#[derive(Clone, PartialEq)]
pub struct Export {
    /// Starts it.
    pub start: Callback<()>,
    format: String,
    choose: Callback<String>,
    running: Option<Running>,
    cancel: Callback<()>,
    went: Option<Went>,
}

impl Export {
    /// Whether one runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }
}

/// An export for the page.
#[hook]
pub fn use_export(bench: &Workbench) -> Export {
    let format = use_state(|| "zip".to_owned());
    let running = use_state(|| None::<Running>);
    let went = use_state(|| None::<Went>);
    let asked = use_mut_ref(|| None::<RequestId>);
    let start = {
        let (bench, format, running, went, asked) =
            (bench.clone(), (*format).clone(), running.clone(), went.clone(), Rc::clone(&asked));
        Callback::from(move |()| {
            let request = Request::Export {
                letter: (*bench.letter()).clone(),
                format: format.clone(),
                now: clock::now_secs(),
                seed: clock::seed(),
            };
            running.set(Some(Running::default()));
            went.set(None);
            let (running, went) = (running.clone(), went.clone());
            let (chunks, began) = (RefCell::new(Ok(Vec::new())), clock::now_millis());
            let heard = Callback::from(move |(event, bytes): (Told, Option<Uint8Array>)| match event {
                Told::Progress { done, total } => running.set(Some(Running { done, total })),
                Told::Chunk => take(&mut chunks.borrow_mut(), bytes),
                other => {
                    running.set(None);
                    let chunks = chunks.replace(Ok(Vec::new()));
                    went.set(Some(end(other, bytes, chunks, began)));
                }
            });
            asked.replace(Some(bench.engine.ask(&request, None, None, heard)));
        })
    };
    let cancel = {
        let engine = bench.engine.clone();
        Callback::from(move |()| asked.take().into_iter().for_each(|id| engine.cancel(id)))
    };
    let choose = {
        let format = format.clone();
        Callback::from(move |chosen| format.set(chosen))
    };
    Export { start, format: (*format).clone(), choose, running: *running, cancel, went: (*went).clone() }
}

/// Keeps a chunk, unless one before it found no room.
fn take(chunks: &mut Result<Vec<Blob>, String>, bytes: Option<Uint8Array>) {
    let Ok(kept) = chunks else { return };
    match bytes.map(|bytes| files::bytes_blob(&[bytes], "")) {
        Some(Ok(blob)) => kept.push(blob),
        Some(Err(why)) => *chunks = Err(why),
        None => {}
    }
}

fn end(event: Told, beside: Option<Uint8Array>, chunks: Result<Vec<Blob>, String>, began: f64) -> Went {
    let report = match event {
        Told::Exported(report) => *report,
        Told::Cancelled => return Went::Badly("The export was cancelled".into()),
        Told::Failed { message } => return Went::Badly(text::sentence(&message)),
        _ => return Went::Badly("The engine gave no answer that fits".into()),
    };
    let exported = chunks.and_then(|chunks| files::joined(&chunks, &report.media_type)).and_then(|blob| {
        files::download(&blob, &report.file_name)?;
        let manifest = beside.and_then(|bytes| files::bytes_blob(&[bytes], "application/json").ok());
        Ok(Exported { report, blob, manifest, millis: clock::now_millis() - began })
    });
    exported.map_or_else(Went::Badly, |exported| Went::Well(Rc::new(exported)))
}

/// The panel.
pub fn panel(export: &Export) -> Html {
    let options = FORMATS.map(|(name, word, _)| (name.to_owned(), word.to_owned()));
    let about = FORMATS.iter().find(|(name, ..)| *name == export.format).map_or("", |(_, _, about)| about);
    html! {
        <section class="sheet" aria-labelledby="files-h">
            <header><h2 id="files-h">{ "Files" }</h2></header>
            <div class="rbody">
                <div class="exrow">
                    { select("format", "Format", &export.format, &options, export.choose.clone()) }
                    <p class="muted grow">{ about }</p>
                </div>
                if let Some(running) = export.running {
                    <div aria-busy="true"><Progress label="Writing the letters" done={running.done} total={running.total} unit="rows" oncancel={export.cancel.clone()} /></div>
                }
                <div role="status">
                    { match &export.went {
                        None => Html::default(),
                        Some(Went::Badly(words)) => html! { <div class="row">{ mark(Kind::Stop) }<b class="grow">{ words.clone() }</b></div> },
                        Some(Went::Well(exported)) => done(exported),
                    } }
                </div>
            </div>
        </section>
    }
}

fn done(exported: &Rc<Exported>) -> Html {
    let report = &exported.report;
    let again = {
        let exported = Rc::clone(exported);
        // Where the browser refuses a download it says so itself.
        move |_| drop(files::download(&exported.blob, &exported.report.file_name))
    };
    let manifest = exported.manifest.clone().map(|blob| {
        let save = move |_| drop(files::download(&blob, "manifest.json"));
        button!(class: "small quiet", onclick: save, children: "Manifest")
    });
    let facts =
        [report.file_name.as_str(), ", ", &text::size(report.bytes), ", ", &text::time(exported.millis)]
            .concat();
    html! {
        <>
            <div class="row">
                { mark(Kind::Ok) }
                <span class="grow"><b>{ ["Exported ", &text::some(report.messages, "letter", "letters")].concat() }</b><br /><span class="muted wrap-any">{ facts }</span></span>
                { for manifest }
                { button!(class: "small", icon: "download", onclick: again, children: "Save it again") }
            </div>
            if !report.failed.is_empty() {
                <details class="fold failedrows">
                    <summary>{ icon_of("right", "i i-s chev") }<span class="grow">{ [&text::some(report.failed.len(), "row has", "rows have"), " no letter"].concat() }</span></summary>
                    <ul class="claims">
                        { for report.failed.iter().take(100).map(|failed| html! {
                            <li><span class="muted">{ "Row " }{ failed.row.unwrap_or_default() }</span><span>{ text::sentence(&failed.message) }</span></li>
                        }) }
                    </ul>
                </details>
            }
        </>
    }
}
