//! Small helps that several pages share.

use crate::components::button;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, File, FileList, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A button that opens the browser's choice of files.
pub fn file_button(
    word: &'static str,
    icon: &'static str,
    class: &'static str,
    take: &Callback<File>,
) -> Html {
    let take = take.clone();
    let first =
        Callback::from(move |files: Vec<File>| files.into_iter().take(1).for_each(|file| take.emit(file)));
    files_button(word, icon, class, Choice::File, &first)
}

/// What the browser lets a user choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One file.
    File,
    /// Several files.
    Files,
    /// A folder with all that is in it.
    Folder,
}

/// A button that opens the browser's choice of one or many files.
pub fn files_button(
    word: &'static str,
    icon: &'static str,
    class: &'static str,
    choice: Choice,
    take: &Callback<Vec<File>>,
) -> Html {
    let open = |event: MouseEvent| {
        // The input stands before the button.
        let inside: Element = event.target_unchecked_into();
        let input =
            inside.closest("button").ok().flatten().and_then(|button| button.previous_element_sibling());
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
            input.click();
        }
    };
    let take = take.clone();
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let files = listed(input.files());
        if !files.is_empty() {
            take.emit(files);
        }
        // So that the same file, mended meanwhile, may be chosen again.
        input.set_value("");
    });
    html! {
        <>
            <input class="vh" type="file" tabindex="-1" aria-label={word} {onchange} multiple={choice != Choice::File}
                webkitdirectory={choice == Choice::Folder} />
            { button!(class, icon, onclick: open, children: word) }
        </>
    }
}

fn listed(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect()).unwrap_or_default()
}

/// A whole page as the place to drop a file.
pub struct DropPage {
    /// Whether something is held over it.
    pub over: bool,
    /// For the page's element.
    pub ondragover: Callback<DragEvent>,
    /// For the page's element.
    pub ondragleave: Callback<DragEvent>,
    /// For the page's element.
    pub ondrop: Callback<DragEvent>,
}

/// Makes a whole page take a dropped file.
#[hook]
pub fn use_drop_page(take: Callback<File>) -> DropPage {
    use_drop_files(Callback::from(move |files: Vec<File>| {
        files.into_iter().take(1).for_each(|file| take.emit(file));
    }))
}

/// Makes a whole page take all files that are dropped together.
#[hook]
pub fn use_drop_files(take: Callback<Vec<File>>) -> DropPage {
    let over = use_state(|| false);
    let (on, off, out) = (over.clone(), over.clone(), over.clone());
    DropPage {
        over: *over,
        ondragover: Callback::from(move |event: DragEvent| {
            event.prevent_default();
            if !*on {
                on.set(true);
            }
        }),
        // Leaving one element for another on the page is no leaving of the page.
        ondragleave: Callback::from(move |event: DragEvent| {
            if event.related_target().is_none() {
                off.set(false);
            }
        }),
        ondrop: Callback::from(move |event: DragEvent| {
            event.prevent_default();
            out.set(false);
            let files = listed(event.data_transfer().and_then(|data| data.files()));
            if !files.is_empty() {
                take.emit(files);
            }
        }),
    }
}

/// A choice of a few values with its label above it.
pub fn select(
    id: impl Into<AttrValue>,
    label: impl Into<AttrValue>,
    chosen: &str,
    options: &[(String, String)],
    onchange: Callback<String>,
) -> Html {
    let (id, label) = (id.into(), label.into());
    let onchange = Callback::from(move |event: Event| {
        onchange.emit(event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <select class="input" {id} {onchange}>
                { for options.iter().map(|(value, word)| html! {
                    <option value={value.clone()} selected={value == chosen}>{ word.clone() }</option>
                }) }
            </select>
        </div>
    }
}

/// The value of a name in the query of the page's address; empty where there is none.
pub fn query(name: &str) -> String {
    let hash = window().location().hash().unwrap_or_default();
    let query = hash.split_once('?').map_or("", |(_, query)| query);
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let decoded = pair.and_then(|text| js_sys::decode_uri_component(text).ok());
    decoded.map(String::from).unwrap_or_default()
}

/// Puts a text on the clipboard, where the browser lets us.
pub fn copy(text: &str) {
    // The promise fails where the user forbade it; the text is on the page to be copied by hand.
    drop(window().navigator().clipboard().write_text(text));
}

/// Gives the focus to an element.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.get().and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only on elements that were taken out of the page.
        drop(element.focus());
    }
}
