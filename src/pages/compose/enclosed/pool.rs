//! The files that there are, with what can be done with each.

use super::attach;
use crate::components::button;
use crate::file_bench::is_picture;
use crate::text;
use crate::workbench::Workbench;
use engine::files::{FileCard, FilesReport};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Files that are listed; a folder of many is not read to its end on a screen.
const SHOWN: usize = 200;

/// The list.
pub fn pool(bench: &Workbench, report: Option<&FilesReport>, onshow: &Callback<String>) -> Html {
    let files = &bench.campaign.saved.files;
    let all: u64 = files.iter().map(|card| card.bytes).sum();
    let more = files.len().saturating_sub(SHOWN);
    html! {
        <>
            <p class="muted small">{ [text::some(files.len(), "file", "files").as_str(), ", ", &text::size(all), " together"].concat() }</p>
            <ul class="pool">{ for files.iter().take(SHOWN).map(|card| row(bench, card, report, onshow)) }</ul>
            if more > 0 { <p class="muted small">{ ["and ", &text::count(more), " more"].concat() }</p> }
        </>
    }
}

fn row(bench: &Workbench, card: &FileCard, report: Option<&FilesReport>, onshow: &Callback<String>) -> Html {
    let letter = bench.letter();
    let attached = letter.attachments.contains(&card.name);
    let unused = report.is_some_and(|report| report.unused.contains(&card.name));
    let word = match (attached, unused) {
        (true, _) => "attached to every letter",
        (_, true) => "not used",
        _ => "used",
    };
    let does = |run: fn(&Workbench, &str)| {
        let (bench, name) = (bench.clone(), card.name.clone());
        move |_| run(&bench, &name)
    };
    let show = {
        let (onshow, name) = (onshow.clone(), card.name.clone());
        move |_| onshow.emit(name.clone())
    };
    let label = |verb: &str| Some(AttrValue::from([verb, " ", &card.name].concat()));
    html! {
        <li key={card.name.clone()}>
            <span class="grow wrap-any">{ card.name.clone() }<br /><span class="muted small">{ [&text::size(card.bytes), ", ", word].concat() }</span></span>
            if card.name.ends_with(".zip") {
                { button!(class: "small", label: label("Unpack"), onclick: does(unpack), children: "Unpack") }
            }
            if is_picture(&card.name) {
                { button!(class: "small", label: label("Show in the letter:"), onclick: show, children: "Show") }
            }
            if !attached {
                { button!(class: "small", label: label("Attach"), onclick: does(attach), children: "Attach") }
            }
            { button!(class: "small quiet icon", icon: "trash", label: label("Take away"), onclick: does(|bench, name| bench.take_away(name.to_owned()))) }
        </li>
    }
}

fn unpack(bench: &Workbench, name: &str) {
    let (bench, name) = (bench.clone(), name.to_owned());
    spawn_local(async move {
        let said = match bench.unpack(name).await {
            Ok(0) => return,
            Ok(left) => format!("{} could not be unpacked", text::some(left, "file", "files")),
            Err(reason) => text::sentence(&reason),
        };
        bench.say(said);
    });
}
