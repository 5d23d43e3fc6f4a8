//! A relay that the user describes: its address, how the key goes along, the JSON that it takes, and what a yes is.

use super::Draft;
use crate::components::field;
use crate::pages::shared::select;
use relays::OwnKey;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

const KEYS: [(&str, &str); 4] = [
    ("bearer", "As Authorization: Bearer"),
    ("basic", "As user and password"),
    ("header", "In a header of its own"),
    ("none", "It needs none"),
];

/// The form. `change` takes a change of what was said.
pub fn form(draft: &Draft, change: &Callback<Draft>) -> Html {
    let with = |set: fn(&mut Draft, String)| {
        let (draft, change) = (draft.clone(), change.clone());
        Callback::from(move |value: String| {
            let mut draft = draft.clone();
            set(&mut draft, value);
            change.emit(draft);
        })
    };
    let (kind, header) = match &draft.own.key {
        OwnKey::None => ("none", None),
        OwnKey::Bearer => ("bearer", None),
        OwnKey::Basic => ("basic", None),
        OwnKey::Header(name) => ("header", Some(name.clone())),
    };
    let keys = KEYS.map(|(value, word)| (value.to_owned(), word.to_owned()));
    let onkey = with(|draft, value| {
        draft.own.key = match value.as_str() {
            "bearer" => OwnKey::Bearer,
            "basic" => OwnKey::Basic,
            "header" => OwnKey::Header("X-Api-Key".into()),
            _ => OwnKey::None,
        }
    });
    html! {
        <>
            { field!(id: "own-url", label: "Address", kind: "url", inputmode: "url", placeholder: "https://mail.example.com/send", value: draft.own.url.clone(), oninput: with(|draft, value| draft.own.url = value.trim().to_owned())) }
            { select("own-key", "How the key goes along", kind, &keys, onkey) }
            if let Some(name) = header {
                { field!(id: "own-key-header", label: "The key’s header", value: name, oninput: with(|draft, value| draft.own.key = OwnKey::Header(value))) }
            }
            { area("own-json", "JSON of one letter", 8, &draft.own.json, "Places in {{ }} are filled: from, to, to_email, to_name, reply_to, subject, html, text, headers, raw, key", with(|draft, value| draft.own.json = value)) }
            { area("own-headers", "Further headers", 2, &draft.headers, "A line each, such as X-Team: news. No keys: these are stored", with(|draft, value| draft.headers = value)) }
            { field!(id: "own-accepted", label: "What a yes is", value: draft.own.accepted.clone(), hint: "Such as http.status = 2xx, or ok = true for {\"ok\": true}", oninput: with(|draft, value| draft.own.accepted = value)) }
        </>
    }
}

fn area(
    id: &'static str,
    label: &'static str,
    rows: u8,
    value: &str,
    hint: &'static str,
    onchange: Callback<String>,
) -> Html {
    let oninput =
        onchange.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let described = [id, "-hint"].concat();
    html! {
        <div class="field">
            <label for={id}>{ label }</label>
            <textarea class="input mono" {id} rows={rows.to_string()} spellcheck="false" autocomplete="off" value={value.to_owned()} aria-describedby={described.clone()} {oninput} />
            <span class="hint" id={described}>{ hint }</span>
        </div>
    }
}
