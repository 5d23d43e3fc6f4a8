//! The frame in which a letter is shown. It runs no script, submits no form, reaches no network but for pictures that
//! the user asked for, and can't be led away: the sandbox gives it nothing but its own origin, so that its document can
//! be changed in place.

use super::preview::remote;
use super::{morph, retype};
use gloo::events::{EventListener, EventListenerOptions};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, Element, HtmlIFrameElement, Node, SupportedType};
use yew::prelude::*;

/// The document before the first letter. Its policy holds for whatever is put into it later.
const EMPTY: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
                     'none'; img-src data: blob: cid:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; \
                     base-uri 'none'\"><title>Letter</title></head><body></body></html>";

/// The document of a letter whose pictures the user asked for. A document out of the page takes over the page's policy,
/// which lets no picture of another host in; this one has a file and so a policy of its own.
const WITH_PICTURES: &str = "letter.html";

/// What the frame is told.
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// The letter as a document.
    pub html: Rc<String>,
    /// What the frame is read as.
    pub title: AttrValue,
    /// Whether another view is shown in its place.
    pub hidden: bool,
    /// The hosts whose pictures may be fetched. Frames with others are other frames: give each a key of its own.
    #[prop_or_default]
    pub hosts: Rc<Vec<String>>,
    /// Called when something in the letter is clicked.
    #[prop_or_default]
    pub onpick: Callback<Element>,
    /// Called when the letter's document changed, or its width.
    #[prop_or_default]
    pub ondraw: Callback<()>,
}

/// The listeners on the letter's document, clicks and changes of width, and the letter that it shows.
#[derive(Default)]
struct Watch {
    shown: RefCell<Rc<String>>,
    listeners: RefCell<Vec<EventListener>>,
    width: Cell<i32>,
    /// Whom the frame tells, as of now.
    onpick: RefCell<Callback<Element>>,
    ondraw: RefCell<Callback<()>>,
}

/// The letter in its frame.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let node = use_node_ref();
    let loaded = use_state(|| false);
    let watch = (*use_memo((), |()| Rc::new(Watch::default()))).clone();
    watch.onpick.replace(props.onpick.clone());
    watch.ondraw.replace(props.ondraw.clone());
    {
        let (node, watch) = (node.clone(), Rc::clone(&watch));
        use_effect_with((Rc::clone(&props.html), *loaded, props.hidden), move |(html, loaded, hidden)| {
            if let Some(frame) = node.cast::<HtmlIFrameElement>().filter(|_| *loaded)
                && let Some(document) = frame.content_document()
            {
                let before = watch.shown.replace(Rc::clone(html));
                if !retype::patch(&document, &before, html) {
                    patch(&document, html);
                }
                if !hidden {
                    fit(&frame, &watch);
                }
                watch.ondraw.borrow().emit(());
            }
        });
    }
    let onload = {
        let (node, loaded, hosts) = (node.clone(), loaded.clone(), Rc::clone(&props.hosts));
        Callback::from(move |_: Event| {
            if let Some(frame) = node.cast::<HtmlIFrameElement>()
                && let Some(document) = frame.content_document()
            {
                listen(&frame, &document, &watch);
                // Without the policy that names the hosts no picture may come.
                loaded.set(hosts.is_empty() || allow(&document, &hosts).is_some());
            }
        })
    };
    let (file, text) = match props.hosts.is_empty() {
        true => (None, Some(EMPTY)),
        false => (Some(WITH_PICTURES), None),
    };
    html! {
        <iframe ref={node} sandbox="allow-same-origin" srcdoc={text} src={file} title={props.title.clone()}
            hidden={props.hidden} referrerpolicy="no-referrer" {onload}></iframe>
    }
}

/// Adds the policy that lets pictures of these hosts in and no others. It stays in force when its element goes.
fn allow(document: &Document, hosts: &[String]) -> Option<()> {
    let policy = document.create_element("meta").ok()?;
    policy.set_attribute("http-equiv", "Content-Security-Policy").ok()?;
    let content = [
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; \
         img-src data: cid: blob:",
        &remote::sources(hosts),
    ]
    .concat();
    policy.set_attribute("content", &content).ok()?;
    document.head()?.append_child(&policy).ok().map(drop)
}

fn patch(document: &Document, html: &str) {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    // The parser of HTML takes every text; `None` would mean a browser without one.
    let (Ok(new), Some(old_root)) = (parsed, document.document_element()) else { return };
    if let Some(new_root) = new.document_element() {
        morph::attributes(&old_root, &new_root);
        morph::children(&old_root, &new_root);
    }
}

/// Gives the frame the height of its letter, so that the stage scrolls and not the frame.
fn fit(frame: &HtmlIFrameElement, watch: &Watch) {
    let Some(body) = frame.content_document().and_then(|document| document.body()) else { return };
    let below = body.offset_top().max(0);
    let height = format!("{}px", body.scroll_height().max(body.offset_height()) + below);
    watch.width.set(frame.client_width());
    let style = frame.style();
    if style.get_property_value("block-size").as_ref() != Ok(&height) {
        drop(style.set_property("block-size", &height));
    }
}

fn listen(frame: &HtmlIFrameElement, document: &Document, watch: &Rc<Watch>) {
    let prevent = EventListenerOptions { passive: false, ..EventListenerOptions::default() };
    let clicks = |name| {
        let watch = Rc::downgrade(watch);
        EventListener::new_with_options(document, name, prevent, move |event| {
            // A node of the frame is no `Element` of this window, so it is asked what it is.
            let node = event.target().map(|target| target.unchecked_into::<Node>());
            let element = node.filter(|node| node.node_type() == Node::ELEMENT_NODE);
            let element = element.map(|node| node.unchecked_into::<Element>());
            let Some(element) = element else { return };
            if element.closest("a, area, form").is_ok_and(|link| link.is_some()) {
                event.prevent_default();
            }
            if let Some(watch) = watch.upgrade().filter(|_| event.type_() == "click") {
                let onpick = watch.onpick.borrow().clone();
                onpick.emit(element);
            }
        })
    };
    let mut all = vec![clicks("click"), clicks("auxclick"), clicks("submit")];
    if let Some(window) = frame.content_window() {
        let (frame, watch) = (frame.clone(), Rc::downgrade(watch));
        all.push(EventListener::new(&window, "resize", move |_| {
            // Only another width makes another height; answering to heights could go on for ever.
            if let Some(watch) = watch.upgrade().filter(|watch| watch.width.get() != frame.client_width()) {
                fit(&frame, &watch);
                let ondraw = watch.ondraw.borrow().clone();
                ondraw.emit(());
            }
        }));
    }
    watch.listeners.replace(all);
}
