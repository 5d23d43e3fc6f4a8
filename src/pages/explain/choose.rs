//! Several verdicts of one text: a list to choose from.

use super::words::{action_tag, codes};
use crate::text;
use bounces::{Explanation, Verdict};
use std::rc::Rc;
use yew::prelude::*;

/// Verdicts that are listed.
const SHOWN: usize = 200;

/// What the list is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The verdicts.
    pub explanation: Rc<Explanation>,
    /// The one that is shown.
    pub chosen: usize,
    /// Shows another.
    pub onchoose: Callback<usize>,
}

/// The list.
#[component]
pub fn Choose(props: &Props) -> Html {
    let all = &props.explanation.verdicts;
    let more = all.len().saturating_sub(SHOWN);
    let row = |(at, verdict): (usize, &Verdict)| {
        let (choose, current) = (props.onchoose.clone(), at == props.chosen);
        html! {
            <li class={classes!("ehrow", "chooserow", current.then_some("is-current"))} key={at}>
                <span class="mono code">{ codes(verdict) }</span>
                <button type="button" class="go cut" aria-current={current.then_some("true")} onclick={move |_| choose.emit(at)}>
                    { verdict.title.clone() }
                    if let Some(recipient) = &verdict.recipient { <small class="muted mono">{ " " }{ recipient.clone() }</small> }
                </button>
                { action_tag(&verdict.address_action) }
            </li>
        }
    };
    html! {
        <section class="sheet choose" aria-labelledby="choose-h">
            <header><h2 id="choose-h">{ text::some(all.len(), "answer", "answers") }</h2></header>
            <ul class="chooselist">{ for all.iter().take(SHOWN).enumerate().map(row) }</ul>
            if more > 0 { <p class="norows muted">{ ["and ", &text::count(more), " more"].concat() }</p> }
        </section>
    }
}
