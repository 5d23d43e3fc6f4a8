//! Why we think so: the evidence, what is known of the reply, and where it is written.

use super::words::linked;
use crate::components::icon_of;
use crate::text;
use bounces::Verdict;
use yew::prelude::*;

/// The fold.
pub fn why(verdict: &Verdict) -> Html {
    let facts = [
        ("Recipient", verdict.recipient.clone()),
        ("First sent to", verdict.original_recipient.clone()),
        ("Answered command", verdict.command.clone()),
        ("Server", verdict.remote.clone()),
        ("Provider", verdict.provider.clone()),
        ("Cause", Some(verdict.cause.clone())),
        ("Rule", Some(verdict.rule.clone())),
    ];
    html! {
        <details class="fold vmore">
            <summary>
                { icon_of("right", "i i-s chev") }<span class="grow">{ "Why we think so" }</span>
                <span class="muted small">{ text::some(verdict.evidence.len(), "piece of evidence", "pieces of evidence") }</span>
            </summary>
            <ul class="claims">
                { for verdict.evidence.iter().enumerate().map(|(at, evidence)| html! {
                    <li><span class="evn">{ at + 1 }</span><q class="mono wrap-any">{ evidence.text.clone() }</q></li>
                }) }
            </ul>
            <dl class="kv vfacts">
                { for facts.into_iter().filter_map(|(word, value)| Some((word, value.filter(|value| !value.is_empty())?))).map(|(word, value)| html! {
                    <div><dt>{ word }</dt><dd class="mono">{ value }</dd></div>
                }) }
                if !verdict.references.is_empty() {
                    <div><dt>{ "Written in" }</dt><dd>{ for verdict.references.iter().enumerate().map(|(at, reference)| html! {
                        <>{ if at > 0 { "; " } else { "" } }{ linked(reference) }</>
                    }) }</dd></div>
                }
            </dl>
        </details>
    }
}
