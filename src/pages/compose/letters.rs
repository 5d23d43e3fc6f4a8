//! Whole letters: start from one of the gallery, open a file, save one.

mod matching;
mod save;
mod whole;

use super::problems;
use crate::command::Command;
use crate::components::{Dialog, Kind, MenuItem, Problem, button, notice, problem_list};
use crate::hooks::Around;
use crate::platform::{files, relay_http};
use crate::state::campaign::OPENED;
use crate::state::sample;
use crate::text;
use crate::workbench::Workbench;
use compose::Letter;
use diag::Diagnostic;
use engine::protocol::{Event as Answer, Request};
use std::rc::Rc;
use web_sys::{Blob, File, HtmlInputElement};
use yew::platform::spawn_local;
use yew::prelude::*;

/// The letters of the gallery: file, name, what they are for. The files stand beside the page and are fetched when one is
/// chosen.
const GALLERY: [(&str, &str, &str); 9] = [
    ("newsletter", "Newsletter", "News in three pieces, with a word for members only"),
    ("press-release", "Press release", "A dated announcement for editors"),
    ("price-list", "Price list", "A table whose lines come from one cell of each reader"),
    ("invitation", "Event invitation", "A date, a place and an answer"),
    ("announcement", "Product announcement", "One thing that is new, and what it means for this reader"),
    ("personal", "Plain personal letter", "A few lines, as one person writes to another"),
    ("statement", "Statement", "Lines and a sum for one account, such as a receipt"),
    ("digest", "Digest", "Headlines with links, such as a feed wrote them"),
    ("right-to-left", "Right-to-left letter", "In Arabic; direction and alignment follow by themselves"),
];

/// What this adds to the page.
pub struct Letters {
    /// Its verbs.
    pub commands: Vec<Command>,
    /// The same as lines of a menu.
    pub items: Vec<MenuItem>,
    /// Its dialogs and its file field.
    pub html: Html,
}

/// What was opened, and what there is to say of it.
type Opened = (String, Rc<Vec<Diagnostic>>);

/// The verbs for whole letters.
#[hook]
pub fn use_letters(bench: &Workbench, around: &Around) -> Letters {
    let choosing = use_state(|| false);
    let opened = use_state(|| None::<Opened>);
    let asked = use_state(|| None::<File>);
    let matching = use_state(|| false);
    let input = use_node_ref();
    let told = {
        let (opened, announcer) = (opened.clone(), around.announcer.clone());
        Callback::from(move |(name, diagnostics): (String, Vec<Diagnostic>)| {
            announcer.say([&name, " is the letter now"].concat());
            opened.set((!diagnostics.is_empty()).then(|| (name, Rc::new(diagnostics))));
        })
    };
    let mut commands = vec![
        {
            let choosing = choosing.clone();
            Command::new("gallery", "Start from a letter…", "letter", move |()| choosing.set(true))
                .keywords("new template gallery sample")
        },
        {
            let input = input.clone();
            Command::new("open-letter", "Open a file…", "upload", move |()| {
                if let Some(input) = input.cast::<HtmlInputElement>() {
                    input.click();
                }
            })
            .keywords("import letter markdown mjml html eml mail campaign postroom")
        },
    ];
    commands.push({
        let matching = matching.clone();
        Command::new("match-fields", "Match fields with columns…", "field", move |()| matching.set(true))
            .keywords("merge map column import tag")
    });
    commands.extend(save::commands(bench));
    let items = commands.iter().map(MenuItem::of).collect();
    let onchange = {
        let (bench, told, asked) = (bench.clone(), told.clone(), asked.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.item(0));
            // The same file may be opened again.
            input.set_value("");
            if let Some(file) = file {
                if whole::is_campaign(&file) {
                    return asked.set(Some(file));
                }
                let (bench, told, name) = (bench.clone(), told.clone(), file.name());
                spawn_local(async move {
                    let said = take(&bench, name.clone(), file.into()).await;
                    told.emit((name, said));
                });
            }
        })
    };
    let html = html! {
        <>
            <input type="file" class="vh" ref={input} tabindex="-1" aria-hidden="true" {onchange}
                accept=".md,.markdown,.mjml,.html,.htm,.txt,.eml,.postroom,text/markdown,text/html,text/plain,message/rfc822" />
            { gallery(bench, *choosing, &choosing, &told) }
            { report(bench, &opened, &matching) }
            <matching::Matching open={*matching} onclose={let matching = matching.clone(); Callback::from(move |()| matching.set(false))} />
            { whole::ask(bench, &asked, &told) }
        </>
    };
    Letters { commands, items, html }
}

/// Has a file read as a letter and takes it with its files; gives back what there is to say.
async fn take(bench: &Workbench, name: String, file: Blob) -> Vec<Diagnostic> {
    let failed = |reason: String| vec![Diagnostic::error("letter-unreadable", reason)];
    let bytes = match files::read(&file).await {
        Ok(bytes) => bytes,
        Err(reason) => return failed(reason),
    };
    match bench.engine.last(Request::ReadLetter { name }, Some(bytes.into()), None, Callback::noop()).await {
        Ok((Answer::Letter { letter, files, mut diagnostics }, bytes)) => {
            bench.close_toast();
            bench.edit(OPENED, |present| *present = Letter::clone(&letter));
            if let Some(bytes) = bytes.filter(|_| !files.is_empty())
                && let Err(reason) = bench.enclose_bytes(&files, &bytes).await
            {
                diagnostics.push(Diagnostic::error("letter-files", reason));
            }
            diagnostics
        }
        Ok(_) => Vec::new(),
        Err(reason) => failed(reason),
    }
}

/// The dialog of the gallery.
fn gallery(
    bench: &Workbench,
    open: bool,
    choosing: &UseStateHandle<bool>,
    told: &Callback<(String, Vec<Diagnostic>)>,
) -> Html {
    let close = {
        let choosing = choosing.clone();
        Callback::from(move |()| choosing.set(false))
    };
    // A list of the user's own is never replaced by sample rows.
    let own = bench.campaign.saved.list_name.as_deref().is_some_and(|name| !sample::is_sample(name));
    let one = |(file, name, purpose): &(&'static str, &'static str, &'static str)| {
        let (bench, told, close, file, title) = (bench.clone(), told.clone(), close.clone(), *file, *name);
        let onclick = Callback::from(move |_: MouseEvent| {
            close.emit(());
            let (bench, told) = (bench.clone(), told.clone());
            spawn_local(async move { told.emit((title.to_owned(), start_from(&bench, file, own).await)) });
        });
        html! {
            <li><button type="button" class="btn quiet tall" {onclick}><span><b>{ *name }</b><br /><span class="muted small">{ *purpose }</span></span></button></li>
        }
    };
    html! {
        <Dialog {open} title="Start from a letter" onclose={close.clone()}>
            <p class="muted">{ if own {
                "It takes the place of the letter, and Undo brings that back. Your list stays."
            } else {
                "It takes the place of the letter and brings a few sample rows. Undo brings the letter back."
            } }</p>
            <ul class="gallery">{ for GALLERY.iter().map(one) }</ul>
        </Dialog>
    }
}

/// Takes a letter of the gallery, and its rows unless the user has a list.
async fn start_from(bench: &Workbench, file: &str, own_list: bool) -> Vec<Diagnostic> {
    let failed = |reason: String| vec![Diagnostic::error("letter-unreadable", reason)];
    let path = |end: &str| ["gallery/", file, end].concat();
    let letter =
        relay_http::own_file(&path(".md")).await.and_then(|text| files::text_blob(&text, "text/markdown"));
    let letter = match letter {
        Ok(letter) => letter,
        Err(reason) => return failed(reason),
    };
    if !own_list {
        match relay_http::own_file(&path(".csv")).await.and_then(|rows| files::text_blob(&rows, "text/csv")) {
            Ok(rows) => bench.take_list(sample::name_of(file), rows),
            Err(reason) => return failed(reason),
        }
    }
    take(bench, path(".md"), letter).await
}

/// What was taken over in another form, or could not be.
fn report(
    bench: &Workbench,
    opened: &UseStateHandle<Option<Opened>>,
    matching: &UseStateHandle<bool>,
) -> Html {
    let close = {
        let opened = opened.clone();
        Callback::from(move |()| opened.set(None))
    };
    let (name, diagnostics) = (**opened).clone().unwrap_or_default();
    let letter = bench.letter();
    let failed = diagnostics.iter().any(|found| found.code == "letter-unreadable");
    let items: Vec<Problem> = diagnostics
        .iter()
        .map(|found| Problem {
            kind: Kind::of(found.severity),
            text: text::sentence(&found.message),
            place: problems::place(&letter, found),
            hint: found.hint.clone(),
            go: close.clone(),
            fix: None,
            acts: Html::default(),
        })
        .collect();
    let done = close.clone();
    // What came from elsewhere may have fields that the list calls something else.
    let foot = {
        let (close, matching) = (close.clone(), matching.clone());
        let map = move |_| {
            close.emit(());
            matching.set(true);
        };
        html! {
            <>
                if !failed && diagnostics.iter().any(|found| found.code == "letter-imported-tag") {
                    { button!(icon: "field", onclick: map, children: "Match fields with columns…") }
                }
                { button!(class: "primary", onclick: move |_| done.emit(()), children: "Close") }
            </>
        }
    };
    html! {
        <Dialog open={opened.is_some()} title={if failed { "The letter could not be opened" } else { "The letter was opened" }} onclose={close} {foot}>
            if !failed {
                { notice!(kind: Kind::Plain, title: name.clone(), children: html! { <p>{ "What follows was taken over in another form. Undo brings back the letter before." }</p> }) }
            }
            <div class="problems">{ problem_list(&items, None, true, &Callback::noop()) }</div>
        </Dialog>
    }
}
