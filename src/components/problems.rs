//! Problems as a list of buttons: each goes to its place, and has its fix beside it where there is one.

use super::{Kind, button, mark};
use crate::text;
use yew::prelude::*;

/// A problem as the list shows it.
#[derive(Clone, PartialEq)]
pub struct Problem {
    /// How much it matters.
    pub kind: Kind,
    /// What it is, a sentence. What stands between backticks or quotes is shown as code.
    pub text: String,
    /// Where it is: `Line 6, column 38`.
    pub place: String,
    /// What to do about it; shown where there is room.
    pub hint: Option<String>,
    /// Goes to its place.
    pub go: Callback<()>,
    /// What the fix's button says, and the fix.
    pub fix: Option<(AttrValue, Callback<()>)>,
    /// More buttons.
    pub acts: Html,
}

/// The list, the worst first. `current` is the one at which the user is, `onvisit` is told the place of the one gone to,
/// and with `hints` they stand below the sentences.
pub fn problem_list(
    items: &[Problem],
    current: Option<usize>,
    hints: bool,
    onvisit: &Callback<usize>,
) -> Html {
    html! {
        <ul>
            { for items.iter().enumerate().map(|(at, problem)| {
                let (visit, go) = (onvisit.clone(), problem.go.clone());
                let onclick = Callback::from(move |_| {
                    visit.emit(at);
                    go.emit(());
                });
                problem_row(problem, current == Some(at), hints, onclick)
            }) }
        </ul>
    }
}

fn problem_row(problem: &Problem, current: bool, hints: bool, onclick: Callback<MouseEvent>) -> Html {
    let fix = problem.fix.clone().map(
        |(title, fix)| button!(class: "small", icon: "fix", onclick: move |_| fix.emit(()), children: title),
    );
    html! {
        <li class={classes!("problem", hints.then_some("ck"), current.then_some("is-current"))}>
            { mark(problem.kind) }
            <div>
                <button type="button" class="go" aria-current={current.then_some("true")} {onclick}>
                    <span class="vh">{ match problem.kind {
                        Kind::Stop => "Error: ",
                        Kind::Warn => "Warning: ",
                        _ => "",
                    } }</span>
                    { coded(&problem.text) }
                </button>
                if let Some(hint) = problem.hint.as_ref().filter(|_| hints) {
                    <p class="why">{ coded(&text::sentence(hint)) }</p>
                }
                if !problem.place.is_empty() {
                    <span class="where">{ problem.place.clone() }</span>
                }
            </div>
            <span class="acts">{ problem.acts.clone() }{ for fix }</span>
        </li>
    }
}

/// A text in which what stands between backticks is code.
fn coded(text: &str) -> Html {
    text.split('`')
        .enumerate()
        .map(|(place, part)| match place % 2 {
            0 => html! { { part.to_owned() } },
            _ => html! { <code>{ part.to_owned() }</code> },
        })
        .collect()
}
