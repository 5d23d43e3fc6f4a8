//! Before it goes: what has to be in order, and the button.

use super::Way;
use crate::command::Command;
use crate::components::{Kind, button, mark};
use crate::route::Route;
use crate::text;
use crate::workbench::Workbench;
use diag::Severity;
use yew::prelude::*;

/// What the panel is told.
pub struct Props {
    /// How it leaves.
    pub way: Way,
    /// The chief action.
    pub action: Command,
    /// The relay's name.
    pub to: String,
    /// Why letters can't go to it yet.
    pub problem: Option<String>,
    /// Whether an export runs.
    pub running: bool,
}

fn errors(bench: &Workbench) -> usize {
    bench.session.diagnostics().iter().filter(|d| d.severity == Severity::Error).count()
}

/// Whether the letter can be merged for somebody.
pub fn is_ready(bench: &Workbench) -> bool {
    bench.session.newest.as_ref().is_some_and(|newest| newest.good)
        && bench.session.kept().is_some_and(|kept| kept > 0)
}

/// The panel.
pub fn before(bench: &Workbench, props: &Props) -> Html {
    let errors = errors(bench);
    let known = bench.session.review.is_some();
    let letter = match errors {
        _ if !known => (Kind::Plain, "Waiting for the engine".to_owned(), String::new(), None),
        0 => (Kind::Ok, "No errors in the letter".to_owned(), String::new(), None),
        many => (
            Kind::Stop,
            [&text::some(many, "error", "errors"), " in the letter"].concat(),
            String::new(),
            Some(Route::Compose),
        ),
    };
    let list = match &bench.session.list {
        None => (Kind::Stop, "No list of recipients".to_owned(), String::new(), Some(Route::Recipients)),
        Some(list) => {
            let counts = list.counts;
            let note = match counts.rows - counts.kept.min(counts.rows) {
                0 => String::new(),
                many => [&text::some(many, "row gets", "rows get"), " no letter"].concat(),
            };
            let kind = if counts.kept > 0 { Kind::Ok } else { Kind::Stop };
            let show = (!note.is_empty()).then_some(Route::Recipients);
            (kind, [&text::some(counts.kept, "person", "people"), " can be written to"].concat(), note, show)
        }
    };
    let current = bench.session.check.as_ref().filter(|(of, _)| *of == bench.campaign.letter_revision);
    let check = match current {
        None => {
            (Kind::Plain, "Not checked since the last change".to_owned(), String::new(), Some(Route::Check))
        }
        Some((_, report)) => {
            let bad = report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let warned =
                report.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
            let kind = if bad > 0 { Kind::Stop } else { Kind::Ok };
            let note = if bad + warned == 0 {
                String::new()
            } else {
                [&text::some(bad, "error", "errors"), ", ", &text::some(warned, "warning", "warnings")]
                    .concat()
            };
            (
                kind,
                [&text::some(report.letters, "merged letter", "merged letters"), " checked"].concat(),
                note,
                Some(Route::Check),
            )
        }
    };
    let relay = (props.way == Way::Relay).then(|| match &props.problem {
        None => (Kind::Ok, "The relay is ready".to_owned(), props.to.clone(), None),
        Some(problem) => (Kind::Stop, text::sentence(problem), String::new(), None),
    });
    let items = [Some(letter), Some(list), Some(check), relay].into_iter().flatten();
    let (run, ready) = (props.action.run.clone(), props.action.when);
    let small = match props.way {
        Way::Export => "The file is written in this tab and goes to your downloads",
        Way::Relay => "Asks once more before the first letter goes",
    };
    html! {
        <section class="sheet before" aria-labelledby="before-h">
            <header><h2 id="before-h">{ "Before it goes" }</h2></header>
            <ul class="todo">
                { for items.map(|(kind, words, note, to)| html! {
                    <li>
                        if kind == Kind::Plain { <span class="mark wait"></span> } else { { mark(kind) } }
                        <span class="grow">{ words }
                            if !note.is_empty() { <small class="muted wrap-any">{ note }</small> }
                        </span>
                        if let Some(to) = to {
                            <a class="btn small quiet" href={to.href()}>{ if kind == Kind::Plain { "Check" } else { "Show" } }<span class="vh">{ [" on the page ", to.name()].concat() }</span></a>
                        }
                    </li>
                }) }
            </ul>
            <div class="gobox">
                { button!(class: "primary big", icon: props.action.icon, keys: props.action.keys, show_keys: false, disabled: !ready, onclick: move |_| run.emit(()), children: if props.running { "Exporting…".into() } else { props.action.label.clone() }) }
                <p class="muted small">{ small }</p>
            </div>
        </section>
    }
}
