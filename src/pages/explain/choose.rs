//! Several verdicts of one text: a list to choose from.

use super::words::{action_tag, codes};
use crate::text;
use bounces::{Explanation, Verdict};
use yew::prelude::*;

/// Verdicts that are listed.
const SHOWN: usize = 200;

/// The list of `total` answers, of which the page has the first. `chosen` is shown, `onchoose` shows another.
pub fn choose(explanation: &Explanation, total: usize, chosen: usize, onchoose: &Callback<usize>) -> Html {
    let all = &explanation.verdicts;
    let more = total.saturating_sub(SHOWN);
    let row = |(at, verdict): (usize, &Verdict)| {
        let (choose, current) = (onchoose.clone(), at == chosen);
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
            <header><h2 id="choose-h">{ text::some(total, "answer", "answers") }</h2></header>
            <ul class="chooselist">{ for all.iter().take(SHOWN).enumerate().map(row) }</ul>
            if more > 0 { <p class="norows muted">{ ["and ", &text::count(more), " more"].concat() }</p> }
        </section>
    }
}
