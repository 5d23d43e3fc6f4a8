//! Check: every merged letter is looked at, and what is found leads to its place.

mod findings;
mod go;
mod result;
mod weight;

use crate::command::use_commands;
use crate::components::{Progress, button};
use crate::engine::Lane;
use crate::hooks::use_around;
use crate::platform::clock;
use crate::provider::use_workbench;
use crate::text;
use diag::Severity;
use std::rc::Rc;
use yew::prelude::*;

/// The page.
#[component]
pub fn Check() -> Html {
    let bench = use_workbench();
    let around = use_around();
    let session = &bench.session;
    let revision = bench.campaign.letter_revision;
    let report = session.check.clone().filter(|(of, _)| *of == revision).map(|(_, report)| report);
    {
        let bench = bench.clone();
        let ready = bench.engine_is_ready() && bench.campaign.loaded && bench.session.reading.is_none();
        use_effect_with((ready, revision, session.list_revision), move |(ready, ..)| {
            let known =
                bench.session.check.as_ref().is_some_and(|(of, _)| *of == bench.campaign.letter_revision);
            if *ready && !known {
                bench.check();
            }
        });
    }
    // The postmark keeps the moment at which its report came.
    let moment = use_memo(report.as_ref().map(Rc::as_ptr), |_| clock::postmark());
    let router = &around.router;
    let result = report.as_ref().map(|report| result::verdict(report, &moment, &bench, router));
    let (panel, action) = result.unzip();
    use_commands(&around.registry, action.into_iter().collect());
    let lede = report.as_ref().map(|report| match report.letters {
        0 => [&text::some(report.rules, "rule", "rules"), ", no merged letter yet"].concat(),
        1 => ["One merged letter, ", &text::some(report.rules, "rule", "rules")].concat(),
        many => ["All ", &text::count(many), " merged letters, ", &text::some(report.rules, "rule", "rules")]
            .concat(),
    });
    let (cancel, again) = (bench.clone(), bench.clone());
    html! {
        <div class="page">
            <div class="bar">
                <h1 tabindex="-1">{ "Check" }</h1>
                <p class="lede">{ lede.unwrap_or_else(|| "Every merged letter is looked at, in this tab".into()) }</p>
            </div>
            if let Some(report) = report {
                <div class="two">
                    <div class="stack">
                        { for panel }
                        { findings::findings("Stops sending", Severity::Error, &report, &bench, router) }
                        { findings::findings("Worth fixing", Severity::Warning, &report, &bench, router) }
                        { findings::findings("Good to know", Severity::Info, &report, &bench, router) }
                    </div>
                    <aside class="stack side" aria-label="Measures">
                        { weight::weight(&report) }
                    </aside>
                </div>
            } else if let Some(running) = session.checking {
                <div class="sheet pad" aria-busy="true">
                    <Progress label="Checking the letters" done={running.done} total={running.total} unit="letters"
                        oncancel={Callback::from(move |()| cancel.cancel(Lane::Check))} />
                </div>
            } else if bench.engine_is_ready() && session.reading.is_none() {
                <div class="sheet pad row">
                    <p class="grow"><b>{ "The check was given up" }</b><br /><span class="muted">{ "Nothing is known about this letter yet." }</span></p>
                    { button!(class: "primary", icon: "check", onclick: move |_| again.check(), children: "Check again") }
                </div>
            } else {
                <div class="sheet pad row"><span class="mark run"></span><p class="grow">{ "Waiting for the engine" }</p></div>
            }
        </div>
    }
}
