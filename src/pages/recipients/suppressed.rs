//! The suppression list: who gets nothing, whatever list they are on.

use super::paste::{self, paste};
use crate::components::{button, icon, icon_of};
use crate::pages::shared::file_button;
use crate::platform::files;
use crate::text;
use crate::workbench::Workbench;
use web_sys::{File, HtmlInputElement, InputEvent};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Addresses shown at a time; the search finds the others.
const SHOWN: usize = 100;

/// The panel.
#[hook]
pub fn use_suppressed(bench: &Workbench) -> Html {
    let field = use_node_ref();
    let search = use_state(String::new);
    let adding = use_state(|| false);
    let all = &bench.campaign.saved.suppressed;
    let found: Vec<&String> = all.iter().filter(|address| address.contains(&*search)).collect();
    let add = {
        let (bench, adding) = (bench.clone(), adding.clone());
        Callback::from(move |text: String| {
            adding.set(false);
            suppress(&bench, &text);
        })
    };
    let import = {
        let bench = bench.clone();
        Callback::from(move |file: File| {
            let bench = bench.clone();
            spawn_local(async move {
                if let Ok(buffer) = files::read(&file).await {
                    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
                    suppress(&bench, &String::from_utf8_lossy(&bytes));
                }
            });
        })
    };
    let (open, close) = (adding.clone(), adding.clone());
    let (plain, hashed) = (bench.clone(), bench.clone());
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            search.set(event.target_unchecked_into::<HtmlInputElement>().value().trim().to_lowercase());
        })
    };
    let row = |address: &&String| {
        let (bench, address) = (bench.clone(), (*address).clone());
        let label = ["Remove ", &address].concat();
        let shown = address.clone();
        let remove = move |_| {
            let mut rest = bench.campaign.saved.suppressed.clone();
            rest.retain(|other| *other != address);
            bench.suppress(rest, Some([&address, " taken off the suppression list"].concat()));
        };
        html! {
            <li class="suprow" key={shown.clone()}>
                <span class="addr cut">{ shown }</span>
                { button!(class: "small quiet icon", icon: "x", label, onclick: remove) }
            </li>
        }
    };
    let more = found.len().saturating_sub(SHOWN);
    let dialog = paste::Props {
        open: *adding,
        title: "Add to the suppression list",
        label: "Addresses",
        hint: "Addresses or their SHA-256 sums, one a line or a whole file of them; all else is passed over.",
        done: "Add them",
        ondone: add,
        onclose: Callback::from(move |()| close.set(false)),
    };
    html! {
        <details class="sheet fold suppressed">
            <summary>
                { icon_of("right", "i i-s chev") }<h2 class="h3 grow">{ "Suppression list" }</h2>
                <span class="muted small">{ match all.len() {
                    0 => "nobody on it".to_owned(),
                    n => text::some(n, "address", "addresses"),
                } }</span>
            </summary>
            <div class="foldp stack">
                <p class="muted">{ "Who is on it gets nothing, on whatever list they stand. It is kept with the campaign in this browser. A list from elsewhere may hold addresses or their SHA-256 sums: a sum is compared with the sum of each address in small letters." }</p>
                <div class="row">
                    { button!(icon: "plus", onclick: move |_| open.set(true), children: "Add addresses") }
                    { file_button("Import a file", "upload", "", &import) }
                    if !all.is_empty() {
                        { button!(icon: "download", onclick: move |_| plain.save_suppression(false), children: "Export") }
                        { button!(icon: "download", onclick: move |_| hashed.save_suppression(true), children: "Export as SHA-256") }
                    }
                    if all.len() > 8 {
                        <div class="lfind">{ icon("search") }
                            <input class="input" type="search" aria-label="Search the suppression list" placeholder="Search" {oninput} />
                        </div>
                    }
                </div>
                if !found.is_empty() {
                    <ul class="suplist">{ for found.iter().take(SHOWN).map(row) }</ul>
                }
                if more > 0 {
                    <p class="muted small">{ ["and ", &text::count(more), " more"].concat() }</p>
                }
            </div>
            { paste(field, dialog) }
        </details>
    }
}

/// Puts every address of a text on the list.
fn suppress(bench: &Workbench, text: &str) {
    let apart = |letter: char| letter.is_whitespace() || ",;<>\"'()".contains(letter);
    let found = text.split(apart).filter(|word| {
        let sum = word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
        sum || word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.len() > 2)
    });
    let mut all = bench.campaign.saved.suppressed.clone();
    let before = all.len();
    all.extend(found.map(str::to_lowercase));
    all.sort();
    all.dedup();
    let new = all.len() - before;
    let word = match new {
        0 => "No new address was found".to_owned(),
        n => [&text::some(n, "address", "addresses"), " put on the suppression list"].concat(),
    };
    bench.suppress(all, Some(word));
}
