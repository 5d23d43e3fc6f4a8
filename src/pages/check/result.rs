//! What the check came to: a postmark and a sentence.

use super::go::go;
use crate::command::Command;
use crate::components::{Kind, button, postmark};
use crate::hooks::Router;
use crate::pages::compose::problems::mend;
use crate::route::Route;
use crate::text;
use crate::workbench::Workbench;
use diag::{Diagnostic, Severity};
use engine::protocol::CheckReport;
use yew::prelude::*;

/// The panel, and the verb that goes with it.
pub fn verdict(report: &CheckReport, moment: &str, bench: &Workbench, router: &Router) -> (Html, Command) {
    let findings = &report.findings;
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, infos) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let letters = text::some(report.letters, "letter", "letters");
    let (kind, stamp, title) = match (errors, warnings) {
        (0, 0) => (Kind::Ok, "GOOD", ["No problems found in ", &letters].concat()),
        (0, _) => (Kind::Warn, "LOOK", "Nothing stops this letter".to_owned()),
        (1, _) => (Kind::Stop, "HELD", "One thing stops this letter".to_owned()),
        (many, _) => (Kind::Stop, "HELD", [&text::count(many), " things stop this letter"].concat()),
    };
    let (action, run): (Command, _) = {
        let first = findings.iter().find(|finding| finding.severity == Severity::Error).cloned();
        let run = {
            let (bench, router, first) = (bench.clone(), router.clone(), first.clone());
            Callback::from(move |()| act(first.as_ref(), &bench, &router))
        };
        let (label, icon) = match &first {
            Some(first) if first.fix.is_some() => ("Fix and go on", "fix"),
            Some(_) => ("Go to the first", "right"),
            None => ("Go to Send", "send"),
        };
        let again = run.clone();
        (Command::new("check-next", label, icon, move |()| again.emit(())).keys("Mod+Enter"), run)
    };
    let button = button!(class: "primary", icon: action.icon, keys: "Mod+Enter", onclick: move |_| run.emit(()), children: action.label.clone());
    let panel = html! {
        <section class="sheet result" aria-labelledby="result-h">
            <div class="rtop">
                { postmark(kind, "result", "POSTROOM", stamp, moment) }
                <div class="grow">
                    <h2 id="result-h">{ title }</h2>
                    <p class="muted">{ rest(errors, warnings, infos) }</p>
                </div>
                { button }
            </div>
        </section>
    };
    (panel, action)
}

fn act(first: Option<&Diagnostic>, bench: &Workbench, router: &Router) {
    match first {
        Some(first) if first.fix.is_some() => mend(bench, first),
        Some(first) => go(router, first),
        None => router.go.emit(Route::Send),
    }
}

fn rest(errors: usize, warnings: usize, infos: usize) -> String {
    let mut words = Vec::new();
    match (errors, warnings) {
        (_, 0) => (),
        (0, 1) => words.push("One thing is worth a look".to_owned()),
        (0, many) => words.push([&text::count(many), " things are worth a look"].concat()),
        (_, 1) => words.push("One more is worth a look".to_owned()),
        (_, many) => words.push([&text::count(many), " more are worth a look"].concat()),
    }
    match infos {
        0 => (),
        1 => words.push("one is good to know".to_owned()),
        many => words.push([&text::count(many), " are good to know"].concat()),
    }
    match words.is_empty() {
        true if errors > 0 => "Mend it, and the letter may go".into(),
        true => "Everything that can be known here is as it should be".into(),
        false => text::sentence(&words.join(", ")),
    }
}
