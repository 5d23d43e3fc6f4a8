//! What was pasted: a field to write in, and, when nobody writes, the same text with its evidence marked.

use crate::components::button;
use crate::pages::shared::{Choice, files_button, focus};
use bounces::{Explanation, Verdict};
use std::rc::Rc;
use web_sys::{ClipboardEvent, File, HtmlTextAreaElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

/// What the panel is told.
pub struct Props {
    /// The text.
    pub text: String,
    /// What it was taken for.
    pub explanation: Option<Rc<Explanation>>,
    /// The verdict whose evidence is marked.
    pub verdict: Option<Verdict>,
    /// Whether a file is held over the page.
    pub over: bool,
    /// Whether the text is being written.
    pub writing: bool,
    /// The field.
    pub node: NodeRef,
    /// Called with each change.
    pub oninput: Callback<String>,
    /// Called with a text that came at once.
    pub onpaste: Callback<String>,
    /// Called with files.
    pub onfiles: Callback<Vec<File>>,
    /// Called when writing starts or ends.
    pub onwriting: Callback<bool>,
}

/// The panel.
#[hook]
pub fn use_pasted(props: &Props) -> Html {
    let shown = props.verdict.as_ref().filter(|_| !props.writing && !props.text.is_empty());
    // Whoever turns from reading to writing is already in the field.
    {
        let node = props.node.clone();
        let asked = use_mut_ref(|| false);
        use_effect_with((props.writing, props.text.is_empty()), move |(writing, _)| {
            if asked.replace(true) && *writing {
                focus(&node);
            }
        });
    }
    let oninput = props
        .oninput
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let onpaste = {
        let (take, empty) = (props.onpaste.clone(), props.text.trim().is_empty());
        Callback::from(move |event: Event| {
            // Into an empty field: the whole text is there, and nobody is going to type on.
            let text = event.dyn_ref_clipboard().filter(|_| empty);
            if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                event.prevent_default();
                take.emit(text);
            }
        })
    };
    let write = {
        let onwriting = props.onwriting.clone();
        move || onwriting.emit(true)
    };
    let onkeydown = {
        let write = write.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                write();
            }
        })
    };
    let (clear, read, click, edit) =
        (props.oninput.clone(), props.onwriting.clone(), write.clone(), write.clone());
    let onclear = {
        let onwriting = props.onwriting.clone();
        move |_| {
            clear.emit(String::new());
            onwriting.emit(true);
        }
    };
    html! {
        <section class={classes!("sheet", "paste", props.over.then_some("is-over"))} aria-labelledby="pasted-h">
            <header>
                <h2 id="pasted-h">{ "Pasted" }</h2>
                if let Some(explanation) = props.explanation.as_ref().filter(|_| !props.text.is_empty()) {
                    <span class="tag fill info">{ crate::text::sentence(&explanation.input_label) }</span>
                }
                if shown.is_some() { { button!(class: "small quiet", icon: "pencil", onclick: move |_| edit(), children: "Edit") } }
                if !props.text.is_empty() { { button!(class: "small quiet", onclick: onclear, children: "Clear") } }
            </header>
            if let Some(verdict) = shown {
                <pre class="pasted" tabindex="0" role="region" aria-label="Pasted text with evidence marked"
                    onclick={move |_| click()} {onkeydown}>{ evidence(&props.text, verdict) }</pre>
            } else {
                <textarea class="pasted" ref={props.node.clone()} aria-label="What came back" spellcheck="false" autocapitalize="off"
                    autocomplete="off" placeholder="550 5.1.1 User unknown" value={props.text.clone()} {oninput} {onpaste}
                    onblur={move |_| read.emit(false)} />
            }
            <footer class="pfoot">
                <span class="muted small">{ "Paste, drop files, or type a code. It stays in this tab." }</span>
                <span class="row">
                    { files_button("Choose files", "file", "small", Choice::Files, &props.onfiles) }
                    { files_button("Choose a folder", "file", "small", Choice::Folder, &props.onfiles) }
                </span>
            </footer>
        </section>
    }
}

trait Pasting {
    fn dyn_ref_clipboard(&self) -> Option<String>;
}

impl Pasting for Event {
    fn dyn_ref_clipboard(&self) -> Option<String> {
        let event: &ClipboardEvent = wasm_bindgen::JsCast::dyn_ref(self)?;
        event.clipboard_data()?.get_data("text/plain").ok()
    }
}

/// The text with each piece of evidence marked and numbered. Spans that overlap one before them are passed over.
fn evidence(text: &str, verdict: &Verdict) -> Html {
    let mut pieces: Vec<_> =
        verdict.evidence.iter().enumerate().map(|(at, evidence)| (evidence.span, at + 1)).collect();
    pieces.sort_by_key(|(span, _)| span.start);
    let mut parts = Vec::new();
    let mut from = 0;
    for (span, number) in pieces {
        let Some(words) = span.of(text).filter(|words| span.start >= from && !words.is_empty()) else {
            continue;
        };
        let number = number.to_string();
        parts.push(html! { { text.get(from..span.start).unwrap_or_default().to_owned() } });
        parts.push(html! {
            <>
                <mark class="ev" id={["ev-", &number].concat()}>{ words.to_owned() }</mark>
                <span class="evn" aria-hidden="true">{ number.clone() }</span>
                <span class="vh">{ [" (evidence ", &number, ")"].concat() }</span>
            </>
        });
        from = span.end;
    }
    parts.push(html! { { text.get(from..).unwrap_or_default().to_owned() } });
    html! { { for parts } }
}
