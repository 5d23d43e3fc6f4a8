//! All codes: every reply code and every enhanced code, with the digits' meaning; searchable, each a link.

use crate::components::icon;
use crate::route::Route;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, Request};
use engine::reference::{CodeEntry, Place, Reference};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Codes by their first sign, in the order of the page.
const GROUPS: [(&str, &str); 5] = [
    ("2", "Done: 2yz"),
    ("3", "Go on: 3yz"),
    ("4", "Not now: 4yz"),
    ("5", "No: 5yz"),
    ("X", "Enhanced codes: class.subject.detail"),
];

/// The reference. It is asked from the engine when it is first opened.
#[hook]
pub fn use_codes(bench: &Workbench, open: bool) -> Html {
    let reference = use_state(|| None::<Rc<Reference>>);
    let search = use_state(String::new);
    {
        let (reference, engine) = (reference.clone(), bench.engine.clone());
        use_effect_with(open, move |open| {
            if *open && reference.is_none() {
                let answer = Callback::from(move |(event, _)| {
                    if let Told::Reference(all) = event {
                        reference.set(Some(Rc::from(all)));
                    }
                });
                engine.ask(Request::Reference, None, None, answer);
            }
        });
    }
    let Some(all) = (*reference).clone().filter(|_| open) else { return Html::default() };
    let wanted = search.trim().to_lowercase();
    let found: Vec<&CodeEntry> = all.codes.iter().filter(|entry| matches(entry, &wanted)).collect();
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let group = |(sign, title): (&str, &str)| {
        let entries: Vec<_> = found.iter().filter(|entry| entry.code.starts_with(sign)).collect();
        if entries.is_empty() {
            return Html::default();
        }
        html! {
            <section class="sheet codes" key={sign.to_owned()}>
                <h3>{ title.to_owned() }<span class="badge">{ text::count(entries.len()) }</span></h3>
                <ul>{ for entries.iter().map(|entry| line(entry)) }</ul>
            </section>
        }
    };
    html! {
        <div class="stack">
            <div class="ltools">
                <div class="lfind">
                    { icon("search") }
                    <input class="input" type="search" aria-label="Search all codes" value={(*search).clone()} {oninput}
                        placeholder="550, 5.7.26, mailbox full…" />
                </div>
            </div>
            <p class="muted small" role="status">{ [&text::count(found.len()), " of ", &text::count(all.codes.len()), " codes"].concat() }</p>
            <div class="cgrid">{ for GROUPS.into_iter().map(group) }</div>
            <h2>{ "What the digits say" }</h2>
            <div class="cgrid">{ for all.places.iter().map(place) }</div>
        </div>
    }
}

fn matches(entry: &CodeEntry, wanted: &str) -> bool {
    let same_class = |code: &str| {
        // 5.1.1 and 4.1.1 are both found under X.1.1.
        let digits = wanted.split_once('.').map_or("", |(_, rest)| rest);
        wanted.starts_with(['2', '4', '5'])
            && code.strip_prefix("X.").is_some_and(|rest| !digits.is_empty() && rest.starts_with(digits))
    };
    wanted.is_empty()
        || entry.code.to_lowercase().starts_with(wanted)
        || same_class(&entry.code)
        || [&entry.title, &entry.meaning].iter().any(|words| words.to_lowercase().contains(wanted))
}

fn line(entry: &CodeEntry) -> Html {
    // The class of an enhanced code is not part of its meaning; 5 is the one that people come with.
    let code = entry.code.replace('X', "5");
    let href = Route::Explain { code, q: String::new() }.href();
    html! {
        <li key={entry.code.clone()}>
            <a {href} title={entry.meaning.clone()}>
                <b>{ entry.code.clone() }</b>
                <span class="grow">{ entry.title.clone() }</span>
                if !entry.standard {
                    <span class="tag">{ "not in a standard" }</span>
                }
            </a>
        </li>
    }
}

fn place(place: &Place) -> Html {
    let row = |(digit, title, meaning): &(String, String, String)| {
        html! { <tr><th scope="row" class="mono">{ digit.clone() }</th><td><b>{ title.clone() }</b><br /><span class="muted small">{ meaning.clone() }</span></td></tr> }
    };
    html! {
        <section class="sheet pad" key={place.name.clone()}>
            <h3>{ place.name.clone() }</h3>
            <table class="bars digits"><tbody>{ for place.digits.iter().map(row) }</tbody></table>
        </section>
    }
}
