//! Many answers at once: how many of what, a filter, the two lists.

use super::lines::{Query, use_lines};
use super::words::fault_word;
use crate::command::Command;
use crate::components::{Kind, button, chip, empty, wide};
use crate::platform::files;
use crate::text;
use crate::workbench::Workbench;
use bounces::Explanation;
use bounces::batch::Count;
use engine::batch::Batch;
use engine::protocol::{Event as Told, Request};
use js_sys::Uint8Array;
use std::rc::Rc;
use yew::prelude::*;

/// Bars of one chart; the rest is summed up.
const BARS: usize = 10;

/// The filters by what to do with the address, in their order.
const ACTIONS: [(&str, Kind, &str, &str); 5] = [
    ("remove", Kind::Stop, "block", "Remove"),
    ("never", Kind::Stop, "block", "Never again"),
    ("retry", Kind::Plain, "clock", "Retry later"),
    ("keep", Kind::Ok, "ok", "Keep"),
    ("ask", Kind::Plain, "info", "Ask"),
];

/// The view, and its verbs. `onshow` shows one answer alone, `acts` is what an empty view offers.
#[hook]
pub fn use_batch(
    bench: &Workbench,
    batch: Option<Rc<Batch>>,
    open: bool,
    onshow: &Callback<Explanation>,
    acts: Html,
) -> (Html, Vec<Command>) {
    let query = use_state(Query::default);
    {
        let query = query.clone();
        use_effect_with(batch.clone(), move |_| query.set(Query::default()));
    }
    let set = {
        let query = query.clone();
        Callback::from(move |new: Query| query.set(new))
    };
    let lines = use_lines(bench, batch.clone().filter(|_| open), &query, &set, onshow);
    let Some(all) = batch.filter(|_| open) else { return (Html::default(), Vec::new()) };
    if all.answers == 0 {
        let text = "Paste a log, drop a zip, a folder or many mails, and see what came back by cause, provider and domain.";
        return (
            html! { <section class="sheet">{ empty("Nothing to count yet", text, acts) }</section> },
            Vec::new(),
        );
    }
    let suppress = {
        let bench = bench.clone();
        Callback::from(move |()| suppress(&bench))
    };
    let mut commands = Vec::new();
    if all.suppress > 0 {
        let suppress = suppress.clone();
        let command =
            Command::new("suppress-all", "Suppress what should go", "block", move |()| suppress.emit(()));
        commands.push(command.keys("Mod+Enter"));
    }
    let save = |suppress: bool| {
        let bench = bench.clone();
        move |_| save(&bench, suppress)
    };
    let by_cause = {
        let (set, query) = (set.clone(), (*query).clone());
        Callback::from(move |key: String| {
            let cause = if query.cause == key { String::new() } else { key };
            set.emit(Query { cause, ..query.clone() });
        })
    };
    let chips = ACTIONS.iter().filter_map(|&(action, kind, icon, word)| {
        let count = all.counts.actions.iter().find(|entry| entry.key == action)?.count;
        let (set, query) = (set.clone(), (*query).clone());
        let show = move |_| set.emit(Query { action: action.into(), ..query.clone() });
        Some(chip(query_is(&lines.query, action), Some((kind, icon)), word, count, show.into()))
    });
    let every = {
        let (set, query) = (set.clone(), (*query).clone());
        move |_| set.emit(Query { action: String::new(), cause: String::new(), ..query.clone() })
    };
    let html = html! {
        <div class="stack">
            <section class="sheet pad bsum" aria-labelledby="batch-h">
                <div class="grow">
                    <h2 id="batch-h">{ [&text::some(all.answers, "answer", "answers"), " came back"].concat() }</h2>
                    <p class="muted">{ sum(&all) }</p>
                </div>
                <div class="row">
                    if all.suppress > 0 {
                        { button!(class: "primary", icon: "block", keys: "Mod+Enter", onclick: move |_| suppress.emit(()), children: ["Suppress ", &text::count(all.suppress)].concat()) }
                    }
                    { button!(icon: "download", onclick: save(true), children: "List to suppress") }
                    { button!(icon: "download", onclick: save(false), children: "List to keep") }
                </div>
            </section>
            <div class="bgrid">
                { chart("By cause", &all.counts.causes, Some((&query.cause, &by_cause)), str::to_owned) }
                { chart("By provider", &all.counts.providers, None, str::to_owned) }
                { chart("By domain", &all.counts.domains, None, str::to_owned) }
                { chart("Whose fault", &all.counts.faults, None, |fault| fault_word(fault).to_owned()) }
            </div>
            <section class="sheet" aria-label="Answers">
                <header class="lhead">
                    <div class="chips grow" role="group" aria-label="Filter by what to do">
                        { chip(query.action.is_empty() && query.cause.is_empty(), None, "All", all.answers, every.into()) }
                        { for chips }
                    </div>
                    { lines.search }
                </header>
                { lines.table }
            </section>
        </div>
    };
    (html, commands)
}

fn query_is(query: &Query, action: &str) -> bool {
    query.action == action
}

/// What follows for the list, in a sentence.
fn sum(all: &Batch) -> String {
    let stays = "is not the reader’s fault, or will pass";
    match all.suppress {
        0 => ["No address has to go: what came back ", stays, "."].concat(),
        gone => [&text::some(gone, "address", "addresses"), " should go. The rest ", stays, "."].concat(),
    }
}

/// A plain chart that is a table. With `chosen` its rows filter the answers.
fn chart(
    title: &'static str,
    counts: &[Count],
    chosen: Option<(&String, &Callback<String>)>,
    word: impl Fn(&str) -> String,
) -> Html {
    let most = counts.first().map_or(1, |first| first.count).max(1);
    let row = |entry: &Count| {
        let name = word(&entry.name);
        let head = match chosen {
            Some((_, choose)) => {
                let (choose, key) = (choose.clone(), entry.key.clone());
                html! { <button type="button" class="link" aria-pressed={crate::components::flag(chosen.is_some_and(|(on, _)| *on == entry.key))} onclick={move |_| choose.emit(key.clone())}>{ name.clone() }</button> }
            }
            None => html! { { name.clone() } },
        };
        let on = chosen.is_some_and(|(on, _)| *on == entry.key);
        html! {
            <tr key={entry.key.clone()} class={classes!(on.then_some("on"))}>
                <th scope="row" title={name.clone()}>{ head }</th>
                <td><span class="b" style={wide((entry.count * 1000 / most) as u64)}></span></td>
                <td class="num">{ text::count(entry.count) }</td>
            </tr>
        }
    };
    let rest: usize = counts.iter().skip(BARS).map(|entry| entry.count).sum();
    html! {
        <section class="sheet pad">
            <h2>{ title }</h2>
            <table class="bars">
                <caption class="vh">{ ["Answers, ", title].concat() }</caption>
                <tbody>
                    { for counts.iter().take(BARS).map(row) }
                    if rest > 0 {
                        <tr><th scope="row" class="muted">{ "Others" }</th>
                            <td><span class="b dim" style={wide((rest.min(most) * 1000 / most) as u64)}></span></td>
                            <td class="num">{ text::count(rest) }</td></tr>
                    }
                </tbody>
            </table>
        </section>
    }
}

/// Puts the addresses that should go on the suppression list; a toast leads back.
fn suppress(bench: &Workbench) {
    let told = bench.clone();
    let answer = Callback::from(move |(event, _)| {
        if let Told::BounceList(addresses) = event {
            add(&told, addresses);
        }
    });
    bench.engine.ask(Request::BounceList { suppress: true }, None, None, answer);
}

/// Adds addresses to the suppression list.
pub fn add(bench: &Workbench, addresses: Vec<String>) {
    let word =
        [&text::some(addresses.len(), "address", "addresses"), " put on the suppression list"].concat();
    let mut all = bench.campaign.saved.suppressed.clone();
    all.extend(addresses);
    bench.suppress(all, Some(word));
}

/// Hands one of the two lists to the downloads.
fn save(bench: &Workbench, suppress: bool) {
    let name = if suppress { "suppress.csv" } else { "keep.csv" };
    let answer = Callback::from(move |(event, bytes): (Told, Option<Uint8Array>)| {
        if let (Told::BounceList(_), Some(bytes)) = (event, bytes)
            && let Ok(blob) = files::bytes_blob(&[bytes], "text/csv")
        {
            // Where the browser refuses a download it says so itself.
            drop(files::download(&blob, name));
        }
    });
    bench.engine.ask(Request::BounceList { suppress }, None, None, answer);
}
