//! The rail: the steps of the campaign, each with its state, so that it is the campaign's progress too.

use crate::components::{Kind, badge, icon, logo};
use crate::route::Route;
use crate::text;
use crate::workbench::Workbench;
use diag::{Diagnostic, Severity};
use yew::prelude::*;

/// The rail; below 720 px it is the bar at the bottom.
pub fn rail(bench: &Workbench, here: &Route) -> Html {
    let step = |route: Route| {
        let current = route.is_page(here).then_some("page");
        html! {
            <a class="step" href={route.href()} aria-current={current}>
                <span class="node">{ icon(route.slug()) }</span>
                <span class="lab">{ route.name() }</span>
                { state(&route, bench) }
            </a>
        }
    };
    html! {
        <nav class="rail" aria-label="Steps of the campaign" data-pane="">
            <a class="brand" href={Route::Compose.href()} aria-label="Postroom">{ logo() }<span>{ "Postroom" }</span></a>
            <ol class="steps">
                { for Route::steps().into_iter().map(|route| html! { <li>{ step(route) }</li> }) }
            </ol>
            <div class="rail-foot">{ step(Route::Settings) }</div>
        </nav>
    }
}

fn state(route: &Route, bench: &Workbench) -> Html {
    let session = &bench.session;
    match route {
        Route::Compose => {
            session.review.as_ref().map_or_else(Html::default, |review| found(&review.diagnostics))
        }
        Route::Recipients => match &session.list {
            Some(list) if list.counts.rejected > 0 => {
                badge(Kind::Warn, Some(list.counts.rejected), "rejected")
            }
            Some(list) => badge(Kind::Ok, None, [&text::count(list.counts.kept), " ready"].concat()),
            None => Html::default(),
        },
        // Findings about an older letter say nothing about this one.
        Route::Check => match &session.check {
            Some((revision, report)) if *revision == bench.campaign.letter_revision => {
                found(&report.findings)
            }
            _ => Html::default(),
        },
        _ => Html::default(),
    }
}

fn found(diagnostics: &[Diagnostic]) -> Html {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => badge(Kind::Ok, None, "no problem"),
        (0, warnings) => {
            badge(Kind::Warn, Some(warnings), if warnings == 1 { "warning" } else { "warnings" })
        }
        (errors, _) => badge(Kind::Stop, Some(errors), if errors == 1 { "error" } else { "errors" }),
    }
}
