//! What stands on the letter's envelope and in its head: sender, subject, preheader, format, and how one leaves.

use crate::components::{Kind, button};
use crate::workbench::Workbench;
use compose::{Format, Letter};
use diag::Diagnostic;
use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent};
use yew::prelude::*;

/// A field of the letter: its name, as diagnostics and undo call it, and where it is.
pub type Part = (&'static str, fn(&mut Letter) -> &mut String);

/// Every field of one line that a diagnostic may point into.
pub const PARTS: [Part; 8] = [
    ("from", |letter| &mut letter.from),
    ("subject", |letter| &mut letter.subject),
    ("preheader", |letter| &mut letter.preheader),
    ("reply_to", |letter| &mut letter.reply_to),
    ("unsubscribe.url", |letter| &mut letter.unsubscribe.url),
    ("unsubscribe.mailto", |letter| &mut letter.unsubscribe.mailto),
    ("postal_address", |letter| &mut letter.postal_address),
    ("language", |letter| &mut letter.language),
];

/// The part of the letter of a name, the body and the text part by hand included.
pub fn part<'l>(letter: &'l mut Letter, name: &str) -> Option<&'l mut String> {
    match name {
        "body" => return Some(&mut letter.body),
        "text" => return Some(&mut letter.text),
        _ => (),
    }
    PARTS.iter().find(|(own, _)| *own == name).map(|(_, of)| of(letter))
}

const FORMATS: [(Format, &str, &str); 4] = [
    (Format::Markdown, "markdown", "Markdown"),
    (Format::Mjml, "mjml", "MJML"),
    (Format::Html, "html", "HTML"),
    (Format::Text, "text", "Text"),
];

/// The envelope: everything wrong with the letter, the characters of the merged subject, and whether the fields that are
/// seldom changed are shown.
pub fn envelope(
    bench: &Workbench,
    diagnostics: &[Diagnostic],
    subject_length: Option<usize>,
    more: bool,
    onmore: Callback<bool>,
) -> Html {
    let letter = bench.letter();
    let field = |name: &'static str, label: &'static str, hint: &'static str, after: Html| {
        let mut copy = Letter::clone(&letter);
        let value = part(&mut copy, name).cloned().unwrap_or_default();
        let worst =
            diagnostics.iter().filter(|d| d.field.as_deref() == Some(name)).min_by_key(|d| d.severity);
        let state = worst.map(|d| if Kind::of(d.severity) == Kind::Stop { "is-bad" } else { "is-soft" });
        let told = worst.map(|d| crate::text::sentence(&d.message));
        let bench = bench.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            bench
                .edit(name, |letter| part(letter, name).into_iter().for_each(|part| part.clone_from(&value)));
        });
        html! {
            <div class={classes!("ef", state)}>
                <label for={name}>{ label }</label>
                <input id={name} class={(name == "subject").then_some("subj")} {value} placeholder={hint} {oninput}
                    data-field={name} spellcheck={if name == "subject" || name == "preheader" { "true" } else { "false" }}
                    autocomplete="off" aria-invalid={(state == Some("is-bad")).then_some("true")} title={told} />
                { after }
            </div>
        }
    };
    let count = subject_length.map(|length| {
        html! { <span class="ct" title="Characters after merging, for this recipient">{ length }<span class="vh">{ " characters after merging" }</span></span> }
    });
    let onformat = {
        let bench = bench.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some((format, ..)) = FORMATS.iter().find(|(_, value, _)| *value == chosen) {
                bench.edit("format", |letter| letter.format = *format);
            }
        })
    };
    let onclickonce = {
        let bench = bench.clone();
        Callback::from(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            bench.edit("one_click", |letter| letter.unsubscribe.one_click = on);
        })
    };
    let attached = letter.attachments.len();
    html! {
        <div class="envelope">
            { field("from", "From", "Your name <you@example.com>", Html::default()) }
            { field("subject", "Subject", "What the letter is about", count.into_iter().collect()) }
            { field("preheader", "Preheader", "What a mailbox shows after the subject", Html::default()) }
            <div class="ef meta">
                <label for="format">{ "Format" }</label>
                <select id="format" onchange={onformat}>
                    { for FORMATS.iter().map(|(format, value, word)| html! {
                        <option value={*value} selected={*format == letter.format}>{ *word }</option>
                    }) }
                </select>
                { button!(class: "quiet small", icon: if more { "up" } else { "down" }, expanded: more, onclick: move |_| onmore.emit(!more), children: html! { <span class="t">{ "Replies and unsubscribing" }</span> }) }
                if attached > 0 {
                    <span class="tag">{ crate::components::icon("attach") }{ crate::text::some(attached, "attachment", "attachments") }</span>
                }
            </div>
            if more {
                <div class="efmore">
                    { field("reply_to", "Reply to", "Same as From", Html::default()) }
                    { field("unsubscribe.url", "Leave link", "https://example.com/leave/{{ id }}", html! {
                        <label class="check">
                            <input class="box" type="checkbox" checked={letter.unsubscribe.one_click} onchange={onclickonce} />
                            <span>{ "One click" }</span>
                        </label>
                    }) }
                    { field("unsubscribe.mailto", "Leave mail", "leave@example.com", Html::default()) }
                    { field("postal_address", "Post", "Your postal address, for the foot of the letter", Html::default()) }
                    { field("language", "Language", "en", Html::default()) }
                </div>
            }
        </div>
    }
}
