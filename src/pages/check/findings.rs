//! The findings of one severity. Each leads to its place, and carries its fix where there is one.

use super::go::{go, is_about_list, show_row};
use crate::components::{Kind, Problem, button, problem_list};
use crate::hooks::Router;
use crate::pages::compose::problems::{mend, place};
use crate::text;
use crate::workbench::Workbench;
use diag::{Diagnostic, Severity};
use engine::protocol::CheckReport;
use yew::prelude::*;

/// The panel; nothing where there is no finding of this severity.
pub fn findings(
    title: &'static str,
    severity: Severity,
    report: &CheckReport,
    bench: &Workbench,
    router: &Router,
) -> Html {
    let letter = bench.letter();
    let kind = Kind::of(severity);
    let problem = |finding: &Diagnostic| {
        let to = {
            let (router, finding) = (router.clone(), finding.clone());
            Callback::from(move |()| go(&router, &finding))
        };
        let fix = finding.fix.as_ref().map(|fix| {
            let (bench, finding) = (bench.clone(), finding.clone());
            (AttrValue::from(fix.title.clone()), Callback::from(move |()| mend(&bench, &finding)))
        });
        let row = finding
            .row
            .filter(|_| !is_about_list(finding))
            .map(|row| button!(class: "small quiet", onclick: move |_| show_row(row), children: "Show row"));
        Problem {
            kind,
            text: text::sentence(&finding.message),
            place: if finding.code.starts_with("list-") {
                "Recipients".into()
            } else {
                place(&letter, finding)
            },
            hint: finding.hint.clone(),
            go: to,
            fix,
            acts: row.unwrap_or_default(),
        }
    };
    let of_it = report.findings.iter().filter(|finding| finding.severity == severity);
    let items: Vec<Problem> = of_it.map(problem).collect();
    if items.is_empty() {
        return Html::default();
    }
    let id = ["findings-", kind.class()].concat();
    html! {
        <section class="sheet" aria-labelledby={id.clone()}>
            <header><h2 {id}>{ title }</h2><span class={classes!("badge", kind.class())}>{ text::count(items.len()) }</span></header>
            { problem_list(&items, None, true, &Callback::noop()) }
        </section>
    }
}
