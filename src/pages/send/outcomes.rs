//! What became of each letter, in the server's words.

use super::journal::{Line, as_csv};
use super::remaining;
use super::run::{Phase, Run, Tally};
use crate::components::{Kind, button, chip, notice, tag};
use crate::platform::files;
use crate::route::Route;
use crate::text;
use crate::workbench::Workbench;
use relays::journal::State;
use std::rc::Rc;
use yew::prelude::*;

/// Lines drawn; the journal has all.
const SHOWN: usize = 200;

/// A chip: its word, icon, kind, and the state of its lines.
const CHIPS: [(&str, &str, Kind, Option<State>); 5] = [
    ("Accepted", "ok", Kind::Ok, Some(State::Accepted)),
    ("Refused", "stop", Kind::Stop, Some(State::Refused)),
    ("Later", "clock", Kind::Warn, Some(State::Later)),
    ("Without answer", "warn", Kind::Warn, Some(State::Unknown)),
    ("Not made", "stop", Kind::Stop, None),
];

/// The panel. `chosen` is the chip by which the lines are filtered; `may_go`: letters may go out now.
pub fn outcomes(
    bench: &Workbench,
    run: &Rc<Run>,
    tally: &Tally,
    chosen: &UseStateHandle<Option<usize>>,
    may_go: bool,
) -> Html {
    let counts = tally.counts;
    let set = |to: Option<usize>| {
        let chosen = chosen.clone();
        Callback::from(move |_| chosen.set(to))
    };
    let wanted = chosen.and_then(|at| CHIPS.get(at)).map(|(.., state)| *state);
    let rows: Vec<Html> = run.with_lines(|lines| {
        // The newest first: that is where something happens.
        let fits = lines.iter().rev().filter(|line| wanted.is_none_or(|wanted| line.state() == wanted));
        fits.take(SHOWN).map(|line| row(line, remaining::one_again(bench, run, line, may_go))).collect()
    });
    let total = chosen.and_then(|at| counts.get(at).copied()).unwrap_or(tally.done);
    let more = total.saturating_sub(rows.len());
    let save = {
        // What is filtered is what is saved.
        let (run, wanted) = (Rc::clone(run), wanted.flatten());
        let name = wanted.map_or("journal", State::as_str).to_owned() + ".csv";
        move |_| {
            let csv = run.with_lines(|lines| as_csv(lines, wanted));
            if let Ok(blob) = files::text_blob(&csv, "text/csv") {
                // Where the browser refuses a download it says so itself.
                drop(files::download(&blob, &name));
            }
        }
    };
    let word = wanted
        .flatten()
        .and_then(|state| CHIPS.iter().find(|chip| chip.3 == Some(state)))
        .map_or("Journal", |chip| chip.0);
    html! {
        <section class="sheet" aria-labelledby="outcomes-h">
            <header class="lhead">
                <h2 id="outcomes-h" class="vh">{ "Outcomes" }</h2>
                <div class="chips grow" role="group" aria-label="Filter by outcome">
                    { chip(chosen.is_none(), None, "All", tally.done, set(None)) }
                    { for CHIPS.iter().enumerate().filter(|(at, _)| counts.get(*at).is_some_and(|count| *count > 0)).map(|(at, &(word, icon, kind, _))| {
                        chip(**chosen == Some(at), Some((kind, icon)), word, counts.get(at).copied().unwrap_or_default(), set(Some(at)))
                    }) }
                </div>
                { button!(class: "small", icon: "download", onclick: save, children: word) }
            </header>
            { remaining::without_answer(bench, run, tally, may_go) }
            { refused(bench, run, tally.phase != Phase::Running) }
            if rows.is_empty() { <p class="norows muted">{ "No letter has an answer yet" }</p> }
            <ul>{ for rows }</ul>
            if more > 0 { <p class="norows muted small">{ ["and ", &text::count(more), " more; the journal has them all"].concat() }</p> }
        </section>
    }
}

/// More of the servers' words than this is not handed to Explain, in bytes.
const EXPLAINED: usize = 6_000;

/// What to do about the refused: all of them explained, and those that are gone taken off every later list. `at_rest`:
/// judging the list anew would stop letters that are going out.
fn refused(bench: &Workbench, run: &Run, at_rest: bool) -> Html {
    let (words, gone) = run.with_lines(|lines| {
        let mut words: Vec<&str> = Vec::new();
        let refused = lines.iter().filter(|line| line.state() == Some(State::Refused));
        let mut length = 0;
        for line in refused.clone() {
            if !words.contains(&line.reply()) && length + line.reply().len() < EXPLAINED {
                length += line.reply().len() + 2;
                words.push(line.reply());
            }
        }
        let known = &bench.campaign.saved.suppressed;
        let gone = refused.filter(|line| line.gone).map(|line| line.to.to_lowercase());
        (words.join("\n\n"), gone.filter(|address| !known.contains(address)).collect::<Vec<_>>())
    });
    if words.is_empty() {
        return Html::default();
    }
    let suppress = {
        let (bench, gone) = (bench.clone(), gone.clone());
        move |_| {
            let mut all = bench.campaign.saved.suppressed.clone();
            all.extend(gone.iter().cloned());
            let word =
                [&text::some(gone.len(), "address", "addresses"), " put on the suppression list"].concat();
            bench.suppress(all, Some(word));
        }
    };
    let many = ["Suppress ", &text::some(gone.len(), "address", "addresses")].concat();
    let href = Route::Explain { code: String::new(), q: words }.href();
    notice!(kind: Kind::Info, title: "Some were refused", acts: html! {
        <>
            <a class="btn small" {href}>{ "Explain the refused" }</a>
            if !gone.is_empty() && at_rest { { button!(class: "small", icon: "block", onclick: suppress, children: many) } }
        </>
    }, children: html! { <p>{ "Each answer is explained. Addresses that do not exist any more should get nothing from you." }</p> })
}

fn row(line: &Line, again: Html) -> Html {
    let (kind, icon, word) = match line.state() {
        Some(State::Accepted) => (Kind::Ok, "ok", "Accepted"),
        Some(State::Refused) => (Kind::Stop, "stop", "Refused"),
        Some(State::Later) => (Kind::Warn, "clock", "Later"),
        Some(State::Unknown) => (Kind::Warn, "warn", "No answer"),
        Some(State::Queued | State::Sent) => (Kind::Plain, "clock", "On its way"),
        None => (Kind::Stop, "stop", "Not made"),
    };
    let title = match (line.state(), line.title.as_str()) {
        (Some(State::Refused), title) => {
            let q = line.reply().to_owned();
            let word = if title.is_empty() { "Explain" } else { title };
            html! { <a href={Route::Explain { code: String::new(), q }.href()}>{ word.to_owned() }</a> }
        }
        (_, title) => html! { { text::sentence(title) } },
    };
    html! {
        <li class="refused" key={line.row}>
            <span class="addr mono cut">{ line.to.clone() }<span class="vh">{ ", row " }{ line.row }</span></span>
            <span class="cut muted mono">{ line.reply().to_owned() }</span>
            <span class="v">{ title }{ again }</span>
            { tag(kind, icon, word) }
        </li>
    }
}
