//! The axes of a verdict in words: whose fault, for good, what of the address, whom it hits, how sure.

use crate::components::{Kind, icon_small, tag};
use bounces::{Certainty, Permanent, Verdict};
use yew::prelude::*;

/// The boxes of the slip: a word, its value, a remark.
pub fn boxes(verdict: &Verdict) -> [(&'static str, Html, AttrValue); 5] {
    let said = |words: &str| html! { { words.to_owned() } };
    let (permanent, remark) = for_good(verdict);
    [
        ("Whose fault", said(fault_word(&verdict.fault)), AttrValue::default()),
        ("For good?", said(permanent), remark.into()),
        ("The address", address(&verdict.address_action), AttrValue::default()),
        ("Whom it hits", said(&whom(verdict)), AttrValue::default()),
        ("How sure", said(&sure(verdict)), AttrValue::default()),
    ]
}

/// Whose fault, in words.
pub fn fault_word(fault: &str) -> &'static str {
    match fault {
        "address" => "The address",
        "reader" => "The reader’s side",
        "provider" => "Their provider",
        "message" => "Yours: the letter",
        "domain" => "Yours: the domain",
        "service" => "Yours: the sending server",
        "volume" => "Yours: too many at once",
        "nobody" => "Nobody’s",
        _ => "Nobody can tell",
    }
}

fn for_good(verdict: &Verdict) -> (&'static str, &'static str) {
    let word = |permanent| match permanent {
        Permanent::Permanent => "Yes, for good",
        Permanent::Temporary => "No, it passes",
        Permanent::UntilMended => "Until mended",
    };
    let permanence = verdict.permanence;
    let remark = match permanence.by_code {
        Some(code) if code != permanence.in_practice => match code {
            Permanent::Permanent => "the code says: for good",
            Permanent::Temporary => "the code says: it passes",
            Permanent::UntilMended => "",
        },
        _ => "",
    };
    (word(permanence.in_practice), remark)
}

fn address(action: &str) -> Html {
    let (class, icon, words) = match action {
        "keep" => ("is-success", "ok", "Keep it"),
        "retry" => ("is-warning", "clock", "Try it again later"),
        "remove" => ("is-danger", "block", "Remove it"),
        "never" => ("is-danger", "block", "Never write to it again"),
        _ => ("", "info", "Ask the reader"),
    };
    html! { <span class={classes!("row", class)}>{ icon_small(icon) }{ words }</span> }
}

/// What to do with the address, as a tag.
pub fn action_tag(action: &str) -> Html {
    let (kind, icon, word) = match action {
        "keep" => (Kind::Info, "ok", "Keep"),
        "retry" => (Kind::Info, "clock", "Retry later"),
        "remove" => (Kind::Stop, "block", "Remove"),
        "never" => (Kind::Stop, "block", "Never again"),
        _ => (Kind::Plain, "info", "Ask"),
    };
    tag(kind, icon, word)
}

fn whom(verdict: &Verdict) -> String {
    match (verdict.scope.as_str(), &verdict.provider) {
        ("reader", _) => "This reader alone".into(),
        ("message", _) => "Everybody who gets this letter".into(),
        ("domain", Some(provider)) => ["Every reader at ", provider].concat(),
        ("domain", None) => "All mail of your domain".into(),
        ("server", Some(provider)) => ["Your server’s mail to ", provider].concat(),
        ("server", None) => "All mail of your server".into(),
        ("their-server", _) => "Everybody at their server".into(),
        _ => "Nobody can tell".into(),
    }
}

fn sure(verdict: &Verdict) -> String {
    match (verdict.certainty, &verdict.provider) {
        (Certainty::ProviderRule, Some(provider)) => ["Exact: ", provider, "’s own rule"].concat(),
        (Certainty::ProviderRule, None) => "Exact: the server’s own rule".into(),
        (Certainty::Text, _) => "Sure: by its words".into(),
        (Certainty::Code, _) => "Likely: by its code".into(),
        (Certainty::Class, _) => "A guess: by the first digit".into(),
    }
}

/// The codes of a verdict, such as `550 5.1.1`; empty where none stands in the text.
pub fn codes(verdict: &Verdict) -> String {
    let mut words = verdict.reply_code.map(|code| code.to_string()).unwrap_or_default();
    if let Some(code) = verdict.enhanced_code {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&code.to_string());
    }
    words
}

/// A text with what its pages are as links.
pub fn linked(text: &str) -> Html {
    let link = |word: &str| {
        let url = word.trim_end_matches(['.', ',', ';', ')']);
        let rest = word.get(url.len()..).unwrap_or_default().to_owned();
        html! { <><a href={url.to_owned()} rel="noreferrer" target="_blank">{ url.to_owned() }</a>{ rest }</> }
    };
    text.split_inclusive(' ')
        .map(|word| match word.trim_start_matches('(') {
            url if url.starts_with("https://") => {
                let before = word.get(..word.len() - url.len()).unwrap_or_default().to_owned();
                let after = if url.ends_with(' ') { " " } else { "" };
                html! { <>{ before }{ link(url.trim_end()) }{ after }</> }
            }
            _ => html! { { word.to_owned() } },
        })
        .collect()
}
