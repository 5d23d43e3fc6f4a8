//! The panel of the export: what is wanted, how far it is, how it went.

use super::going::{self, Exported, Halted, Went};
use super::{Export, Wish};
use crate::components::{Kind, Progress, button, icon_of, mark, notice};
use crate::pages::shared::select;
use crate::platform::{exports, files};
use crate::text;
use std::rc::Rc;
use yew::platform::spawn_local;
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

const PARTS: [(&str, &str); 9] = [
    ("one", "One file"),
    ("1000-letters", "1,000 letters a file"),
    ("10000-letters", "10,000 letters a file"),
    ("50000-letters", "50,000 letters a file"),
    ("25-mb", "25 MB a file"),
    ("250-mb", "250 MB a file"),
    ("domains", "Large domains by themselves"),
    ("50-first", "Warm-up, from 50 a day"),
    ("500-first", "Warm-up, from 500 a day"),
];

const PLACES: [(&str, &str); 2] = [("downloads", "Downloads"), ("file", "A file that I choose")];

/// The panel.
pub fn panel(export: &Export) -> Html {
    let wish = &export.wish;
    let options = FORMATS.map(|(name, word, _)| (name.to_owned(), word.to_owned()));
    let about = FORMATS.iter().find(|(name, ..)| *name == wish.format).map_or("", |(_, _, about)| about);
    let of = |change: fn(Wish, String) -> Wish| {
        let wish = wish.clone();
        export.choose.reform(move |chosen| change(wish.clone(), chosen))
    };
    let words = |options: &[(&str, &str)]| -> Vec<(String, String)> {
        options.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect()
    };
    let place = if export.to_file() { "file" } else { "downloads" };
    let where_to = match (wish.parts.as_str(), export.to_file()) {
        ("one", true) => {
            "It is written straight into the file. The file is there once all of it is; a closed tab leaves none."
        }
        ("one", false) => {
            "It is written into this browser’s storage, then saved to your downloads. After a closed tab it goes on."
        }
        _ => {
            "Each part is a whole batch, and goes to your downloads when it is finished. The browser may ask once whether it may save several files."
        }
    };
    let large =
        match export.is_large().filter(|_| exports::can_choose() && wish.parts == "one" && !export.to_file())
        {
            Some(bytes) => [
                " That is up to ",
                &text::size(bytes),
                " there and once more in your downloads; a file that you choose needs the room only once.",
            ]
            .concat(),
            None => String::new(),
        };
    let bench = export.bench.clone();
    let cancel = Callback::from(move |()| going::cancel(&bench));
    html! {
        <section class="sheet" aria-labelledby="files-h">
            <header><h2 id="files-h">{ "Files" }</h2></header>
            <div class="rbody">
                <div class="exrow">
                    { select("format", "Format", &wish.format, &options, of(|wish, format| Wish { format, ..wish })) }
                    { select("parts", "Parts", &wish.parts, &words(&PARTS), of(|wish, parts| Wish { parts, ..wish })) }
                    if exports::can_choose() && wish.parts == "one" {
                        { select("goes-to", "Goes to", place, &words(&PLACES), of(|wish, place| Wish { place, ..wish })) }
                    }
                </div>
                <p class="muted">{ about }{ " " }{ where_to }{ large }</p>
                if let Some(running) = export.now.running {
                    <div aria-busy="true"><Progress label="Writing the letters" done={running.done} total={running.total} unit="rows" oncancel={cancel} /></div>
                }
                <div role="status" class="stack">
                    { match &export.now.went {
                        None => Html::default(),
                        Some(Went::Badly(words)) => html! { <div class="row">{ mark(Kind::Stop) }<b class="grow">{ words.clone() }</b></div> },
                        Some(Went::Well(exported)) => done(export, exported),
                    } }
                    { for export.now.halted.as_ref().map(|halted| interrupted(export, halted)) }
                </div>
                { warm_up(export) }
                { super::fields::fields(&export.bench) }
                { export.proof.clone() }
            </div>
        </section>
    }
}

/// Days of a warm-up that are shown.
const DAYS: u32 = 30;

/// The plan of a warm-up: a part for each day, until everybody has the letter.
fn warm_up(export: &Export) -> Html {
    let split = super::split(&export.wish.parts);
    let kept = export.bench.session.kept().unwrap_or_default() as u64;
    if !split.doubling || kept == 0 {
        return Html::default();
    }
    let mut left = kept;
    let days = (1..=DAYS).map_while(|day| {
        let letters = split.most(day)?.min(left);
        left -= letters;
        (letters > 0).then_some((day, letters, kept - left))
    });
    html! {
        <table class="table mini">
            <caption class="vh">{ "The plan of the warm-up" }</caption>
            <thead><tr><th scope="col">{ "Day" }</th><th scope="col">{ "Letters" }</th><th scope="col">{ "So far" }</th><th scope="col">{ "An hour, over ten hours" }</th></tr></thead>
            <tbody>
                { for days.map(|(day, letters, all)| html! {
                    <tr>
                        <th scope="row">{ day }</th>
                        <td>{ text::count(letters as usize) }</td>
                        <td>{ text::count(all as usize) }</td>
                        <td>{ text::count(letters.div_ceil(10) as usize) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// An export that did not come to its end, and what can be done with it.
fn interrupted(export: &Export, halted: &Halted) -> Html {
    let act = |end: bool| {
        let (export, kept) = (export.clone(), halted.kept.clone());
        move |_| export.resume(kept.clone(), end)
    };
    let bench = export.bench.clone();
    let give_up = move |_| {
        let bench = bench.clone();
        spawn_local(async move { going::drop_it(&bench).await });
    };
    let ready = export.bench.session.list.is_some();
    let list = if halted.kept.list.is_empty() { "the list" } else { &halted.kept.list };
    notice!(
        kind: Kind::Warn,
        title: "An export was interrupted",
        children: html! { <p>{ [&text::size(halted.bytes), " of the letters to ", list, " are written, and nothing of it is lost. It goes on with the letter as it was then."].concat() }</p> },
        acts: html! {
            <>
                { button!(class: "small", icon: "refresh", disabled: !ready, onclick: act(false), children: "Go on") }
                { button!(class: "small", icon: "download", disabled: !ready, onclick: act(true), children: "Save what is finished") }
                { button!(class: "small quiet", onclick: give_up, children: "Drop it") }
            </>
        },
    )
}

fn done(export: &Export, exported: &Rc<Exported>) -> Html {
    let report = &exported.report;
    let again = exported.blob.clone().map(|blob| {
        let name = report.file_name.clone();
        // Where the browser refuses a download it says so itself.
        let save = move |_| drop(files::download(&blob, &name));
        button!(class: "small", icon: "download", onclick: save, children: "Save it again")
    });
    let manifest = exported.manifest.clone().map(|blob| {
        let save = move |_| drop(files::download(&blob, "manifest.json"));
        button!(class: "small quiet", onclick: save, children: "Manifest")
    });
    let earlier = exported.millis.is_none().then(|| {
        let bench = export.bench.clone();
        let remove = move |_| {
            let bench = bench.clone();
            spawn_local(async move { going::drop_it(&bench).await });
        };
        button!(class: "small quiet", onclick: remove, children: "Remove it")
    });
    let parts = if report.parts > 1 {
        [", in ", &text::count(report.parts as usize), " parts"].concat()
    } else {
        String::new()
    };
    let took = exported
        .millis
        .map_or_else(|| ", on an earlier visit".to_owned(), |millis| [", ", &text::time(millis)].concat());
    let facts = [report.file_name.as_str(), ", ", &text::size(report.bytes), &parts, &took].concat();
    html! {
        <>
            <div class="row">
                { mark(Kind::Ok) }
                <span class="grow"><b>{ ["Exported ", &text::some(report.messages, "letter", "letters")].concat() }</b><br /><span class="muted wrap-any">{ facts }</span></span>
                { for manifest }
                { for earlier }
                { for again }
            </div>
            if !exported.parts.is_empty() {
                <details class="fold">
                    <summary>{ icon_of("right", "i i-s chev") }<span class="grow">{ "Save a part again" }</span></summary>
                    <ul class="claims">
                        { for exported.parts.iter().map(|(name, blob)| {
                            let (file, name_of) = (blob.clone(), name.clone());
                            let save = move |_| drop(files::download(&file, &name_of));
                            html! { <li><span class="grow wrap-any">{ name.clone() }</span>{ button!(class: "small", icon: "download", onclick: save, children: "Save") }</li> }
                        }) }
                    </ul>
                </details>
            }
            { for report.rest.map(|rest| early(export, exported, rest)) }
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

/// A batch that ended before the list did: whole, and the rest can follow.
fn early(export: &Export, exported: &Rc<Exported>, rest: usize) -> Html {
    let (export_of, kept) = (export.clone(), exported.kept.clone());
    let left = exported.kept.rows.saturating_sub(rest as u64) as usize;
    let (title, why) = match exported.ended {
        true => ("This is what was finished", ""),
        false => ("There was no room for all of it", "Make room on the disk, or save this file elsewhere. "),
    };
    let words = [
        why,
        "The file is whole: it can be verified and sent. ",
        &text::some(left, "row is", "rows are"),
        " not in it.",
    ]
    .concat();
    let follow = move |_| export_of.write(super::Kept { from: rest, finished: None, ..kept.clone() });
    notice!(
        kind: Kind::Warn,
        title: title,
        children: html! { <p>{ words }</p> },
        acts: button!(class: "small", icon: "download", onclick: follow, children: "Export the rest"),
    )
}
