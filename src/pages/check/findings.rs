//! The findings of one severity. Each leads to its place, and carries its fix where there is one.

use super::go::{go, is_about_list, show_row};
use crate::components::{Button, Kind, Problem, ProblemList};
use crate::hooks::use_router;
use crate::pages::compose::problems::{mend, place};
use crate::provider::use_workbench;
use crate::text;
use diag::{Diagnostic, Severity};
use engine::protocol::CheckReport;
use std::rc::Rc;
use yew::prelude::*;

/// What the panel is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its heading.
    pub title: &'static str,
    /// Of which severity.
    pub severity: Severity,
    /// The findings.
    pub report: Rc<CheckReport>,
}

/// The panel; nothing where there is no such finding.
#[component]
pub fn Findings(props: &Props) -> Html {
    let bench = use_workbench();
    let router = use_router();
    let letter = bench.letter();
    let kind = Kind::of(props.severity);
    let problem = |finding: &Diagnostic| {
        let to = {
            let (router, finding) = (router.clone(), finding.clone());
            Callback::from(move |()| go(&router, &finding))
        };
        let fix = finding.fix.as_ref().map(|fix| {
            let (bench, finding) = (bench.clone(), finding.clone());
            (AttrValue::from(fix.title.clone()), Callback::from(move |()| mend(&bench, &finding)))
        });
        let row = finding.row.filter(|_| !is_about_list(finding)).map(|row| {
            html! { <Button class="small quiet" onclick={move |_| show_row(row)}>{ "Show row" }</Button> }
        });
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
    let items: Vec<Problem> = props
        .report
        .findings
        .iter()
        .filter(|finding| finding.severity == props.severity)
        .map(problem)
        .collect();
    if items.is_empty() {
        return Html::default();
    }
    let id = ["findings-", kind.class()].concat();
    html! {
        <section class="sheet" aria-labelledby={id.clone()}>
            <header><h2 {id}>{ props.title }</h2><span class={classes!("badge", kind.class())}>{ text::count(items.len()) }</span></header>
            <ProblemList {items} hints=true />
        </section>
    }
}
