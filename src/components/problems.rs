//! Problems as a list of buttons: each goes to its place, and has its fix beside it where there is one.

use super::{Button, Kind, mark};
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

/// What the list is told.
#[derive(Properties, PartialEq)]
pub struct ProblemListProps {
    /// The problems, the worst first.
    pub items: Vec<Problem>,
    /// The one at which the user is.
    #[prop_or_default]
    pub current: Option<usize>,
    /// Called with the place in the list of the one that was gone to.
    #[prop_or_default]
    pub onvisit: Callback<usize>,
    /// Whether hints are shown below the sentences.
    #[prop_or_default]
    pub hints: bool,
}

/// The list.
#[component]
pub fn ProblemList(props: &ProblemListProps) -> Html {
    html! {
        <ul>
            { for props.items.iter().enumerate().map(|(at, problem)| {
                let (visit, go) = (props.onvisit.clone(), problem.go.clone());
                let onclick = Callback::from(move |_| {
                    visit.emit(at);
                    go.emit(());
                });
                problem_row(problem, props.current == Some(at), props.hints, onclick)
            }) }
        </ul>
    }
}

fn problem_row(problem: &Problem, current: bool, hints: bool, onclick: Callback<MouseEvent>) -> Html {
    let fix = problem.fix.clone().map(|(title, fix)| {
        html! { <Button class="small" icon="fix" onclick={move |_| fix.emit(())}>{ title }</Button> }
    });
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
