//! One verdict: what happened, why, the slip, what to do.

use super::why::why;
use super::words::{boxes, codes, linked};
use crate::command::Command;
use crate::components::{Announcer, Kind, button, notice, postmark, slip};
use crate::pages::shared::copy;
use crate::workbench::Workbench;
use bounces::{Permanent, Verdict};
use yew::prelude::*;

/// The article, and its verbs.
pub fn article(verdict: &Verdict, bench: &Workbench, announcer: &Announcer) -> (Html, Vec<Command>) {
    let code = codes(verdict);
    let gone = matches!(verdict.address_action.as_str(), "remove" | "never");
    let address = verdict.recipient.clone().filter(|_| gone);
    let known = address
        .as_ref()
        .is_some_and(|address| bench.campaign.saved.suppressed.contains(&address.to_lowercase()));
    let suppress = {
        let (bench, address) = (bench.clone(), address.clone());
        Callback::from(move |()| {
            if let Some(address) = &address {
                let mut all = bench.campaign.saved.suppressed.clone();
                all.push(address.to_lowercase());
                bench.suppress(all, Some([address, " put on the suppression list"].concat()));
            }
        })
    };
    let copied = {
        let (announcer, words) = (announcer.clone(), message(verdict));
        Callback::from(move |()| {
            copy(&words);
            announcer.say("Copied");
        })
    };
    let mut commands = Vec::new();
    {
        let (suppress, copied) = (suppress.clone(), copied.clone());
        if address.is_some() && !known {
            commands.push(
                Command::new("suppress", "Suppress this address", "block", move |()| suppress.emit(()))
                    .keys("Mod+Enter"),
            );
        }
        commands.push(Command::new("copy-verdict", "Copy as a message", "copy", move |()| copied.emit(())));
    }
    let kind = match verdict.permanence.in_practice {
        _ if verdict.cause == "not-a-bounce" => Kind::Ok,
        Permanent::Permanent | Permanent::UntilMended => Kind::Stop,
        Permanent::Temporary => Kind::Warn,
    };
    let article = html! {
        <article class="sheet verdict" aria-labelledby="verdict-h">
            <div class="vtop">
                <div class="grow">
                    <p class="kick">
                        if !code.is_empty() { <span class="mono nowrap">{ code.clone() }</span> }
                        { for verdict.provider.as_ref().map(|provider| html! { <span>{ "from " }{ provider.clone() }</span> }) }
                        if code.is_empty() && verdict.provider.is_none() { <span>{ "What came back" }</span> }
                    </p>
                    <h2 id="verdict-h">{ verdict.title.clone() }</h2>
                </div>
                { stamp(verdict, kind) }
            </div>
            <p class="vwhy">{ linked(&verdict.why) }</p>
            { for verdict.warnings.iter().map(|warning| html! {
                <div class="vwarn">{ notice!(kind: Kind::Warn, title: warning.clone()) }</div>
            }) }
            <div class="tear"></div>
            { slip(&boxes(verdict)) }
            if !verdict.advice.is_empty() {
                <div class="vdo">
                    <h3>{ "What to do" }</h3>
                    <ol class="todo-n">{ for verdict.advice.iter().map(|step| html! { <li><p>{ linked(step) }</p></li> }) }</ol>
                </div>
            }
            <div class="vact">
                if let Some(address) = address {
                    if known {
                        <span class="tag ok">{ crate::components::icon("ok") }<span>{ [&address, " is on your suppression list"].concat() }</span></span>
                    } else {
                        { button!(class: "primary", icon: "block", keys: "Mod+Enter", onclick: move |_| suppress.emit(()), children: "Suppress this address") }
                    }
                }
                { button!(icon: "copy", onclick: move |_| copied.emit(()), children: "Copy as a message") }
            </div>
            { why(verdict) }
        </article>
    };
    (article, commands)
}

fn stamp(verdict: &Verdict, kind: Kind) -> Html {
    let (above, middle) =
        if kind == Kind::Ok { ("RECEIVED", "FINE".to_owned()) } else { ("RETURNED", short(verdict)) };
    // What is longer than the curve would run into its other end.
    let below = verdict
        .provider
        .as_ref()
        .filter(|name| name.len() <= 12)
        .map_or("TO SENDER".into(), |name| name.to_uppercase());
    postmark(kind, "verdict", above, &middle, &below)
}

fn short(verdict: &Verdict) -> String {
    let code = verdict.enhanced_code.map(|code| code.to_string());
    code.or_else(|| verdict.reply_code.map(|code| code.to_string())).unwrap_or_else(|| "MAIL".into())
}

/// The verdict as a text to send to whoever has to mend it.
fn message(verdict: &Verdict) -> String {
    let mut text = [verdict.title.as_str(), "\n\n", &verdict.why, "\n"].concat();
    for (at, step) in verdict.advice.iter().enumerate() {
        text.push_str(&["\n", &(at + 1).to_string(), ". ", step].concat());
    }
    for evidence in &verdict.evidence {
        text.push_str(&["\n\n> ", &evidence.text].concat());
    }
    text
}
