//! A hand-over under way, or at rest, or done.

use super::letters_of;
use super::outcomes::outcomes;
use super::run::{Phase, Run, Tally};
use super::target::key;
use crate::command::Command;
use crate::components::{Kind, button, icon_small, notice, postmark, wide};
use crate::text;
use crate::workbench::Workbench;
use std::rc::Rc;
use yew::prelude::*;

/// The panel, and the verb that goes with it. `moment` is when it was done, `plan` goes back to the plan, `key_block`
/// asks for the key where this tab has it not.
pub fn going(
    bench: &Workbench,
    run: &Rc<Run>,
    tally: &Tally,
    moment: &str,
    chosen: &UseStateHandle<Option<usize>>,
    plan: Callback<()>,
    key_block: Html,
) -> (Html, Command) {
    let [accepted, refused, later, unknown, failed] = tally.counts;
    let running = tally.phase == Phase::Running;
    // The letters of another list would go to other people.
    let list = bench.session.list.as_ref();
    let same_list = list.is_some_and(|list| list.name == run.head.list && list.counts.rows == run.head.rows);
    // Where the relay can't be asked, a letter without an answer waits for a word of the user's.
    let may_ask = if run.head.target.knows_key { unknown } else { 0 };
    let open = later + may_ask > 0 || tally.done < tally.total;
    let keyless = key::is_missing(&run.head.target);
    let at_rest = matches!(tally.phase, Phase::Resting | Phase::Done);
    let may_go = same_list && !keyless && bench.engine_is_ready() && at_rest;
    let can_go_on = open && may_go;
    let toggle = {
        let (bench, run) = (bench.clone(), Rc::clone(run));
        Callback::from(move |()| if running { run.halt() } else { run.go_on(&bench) })
    };
    let (word, icon) = match tally.phase {
        Phase::Running => ("Pause", "pause"),
        Phase::Done => ("Try the rest again", "play"),
        _ => ("Resume", "play"),
    };
    let again = toggle.clone();
    let command = Command::new("toggle-run", word, icon, move |()| again.emit(()))
        .keys("Mod+Enter")
        .when(running || can_go_on);
    // Stopped, it rests in the journal, and the plan is open again.
    let stop = {
        let (run, plan) = (Rc::clone(run), plan.clone());
        move |_| {
            run.halt();
            plan.emit(());
        }
    };
    let share = (tally.done * 1000).checked_div(tally.total).unwrap_or(0);
    let rate = (tally.rate * 10.0).round() as usize;
    let rate = [&(rate / 10).to_string(), ".", &(rate % 10).to_string()].concat();
    let left = tally.total.saturating_sub(tally.done) as f64 / tally.rate.max(0.001) * 1000.0;
    let sum = [
        " of ",
        &letters_of(tally.total),
        if tally.phase == Phase::Done { " had their turn" } else { " handed over" },
    ]
    .concat();
    let valuetext = [&text::count(tally.done), " of ", &letters_of(tally.total)].concat();
    let figure = |number: usize, word: &'static str, class: Option<&'static str>| {
        html! { <span {class}><b {class}>{ text::count(number) }</b>{ word }</span> }
    };
    let panel = html! {
        <div class="stack">
            <section class="sheet going" aria-labelledby="going-h">
                <div class="gtop">
                    <div class="grow"><h2 id="going-h" class="bignum">{ text::count(tally.done) }<span class="muted">{ sum }</span></h2></div>
                    if tally.phase == Phase::Done && accepted > 0 {
                        { postmark(if refused + failed > 0 { Kind::Info } else { Kind::Ok }, "handed", "HANDED OVER", &text::count(accepted), moment) }
                    }
                    <div class="row">
                        if running || can_go_on {
                            { button!(icon, keys: "Mod+Enter", onclick: move |_| toggle.emit(()), children: word) }
                        }
                        if running { { button!(class: "danger", icon: "halt", onclick: stop, children: "Stop") } }
                        if !running { { button!(class: "quiet", onclick: move |_| plan.emit(()), children: "Back to the plan") } }
                    </div>
                </div>
                <div class="progress">
                    <div class="meter" role="progressbar" aria-labelledby="going-h" aria-valuenow={tally.done.to_string()} aria-valuemin="0"
                        aria-valuemax={tally.total.to_string()} aria-valuetext={valuetext}>
                        <i style={wide(share as u64)}></i>
                    </div>
                    <p class="facts">
                        if running && tally.rate > 0.0 {
                            <span><b>{ rate }</b>{ " a second" }</span>
                            <span><b>{ text::time(left) }</b>{ " left" }</span>
                        }
                        { figure(accepted, " accepted", Some("is-success")) }
                        { figure(refused, " refused", (refused > 0).then_some("is-danger")) }
                        { figure(later, " later", None) }
                        { figure(unknown, " without answer", None) }
                        if failed > 0 { { figure(failed, " not made", Some("is-danger")) } }
                    </p>
                </div>
                if running {
                    <p class="row muted keep">{ icon_small("info") }<span>{ "Keep this tab open. Closed, it stops after the letters in hand; the journal knows where, and nobody gets it twice." }</span></p>
                }
                if tally.phase == Phase::Halting { <p class="muted" role="status">{ "No more letters go out; the last answers are waited for" }</p> }
                if let Some(note) = tally.note.as_ref().filter(|_| !running) {
                    { notice!(kind: Kind::Warn, title: ["It paused: ", &note.why].concat(), role: "status", children: html! { <p>{ &note.todo }{ ". What went is in the journal; nobody gets the letter twice." }</p> }) }
                }
                if keyless && !running && same_list { { key_block } }
                if !same_list && open && !running {
                    { notice!(kind: Kind::Info, title: "It can’t go on with another list", children: html! { <p>{ "It was handed over to " }<span class="mono">{ run.head.list.clone() }</span>{ ". Bring that list back to resume, or plan anew." }</p> }) }
                }
            </section>
            { outcomes(bench, run, tally, chosen, may_go) }
        </div>
    };
    (panel, command)
}
