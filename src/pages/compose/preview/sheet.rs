//! All views at once: each device in each look, or the same view for every reader who is worth a look. A view is drawn
//! when it comes into sight, and opens by itself.

use super::{LOOKS, Look, seen, who};
use crate::components::{Dialog, Tab, tabs};
use crate::engine::Lane;
use crate::hooks::use_seen;
use crate::pages::compose::frame::Frame;
use crate::provider::use_workbench;
use engine::protocol::{Composed, Event as Answer, Found, Request};
use std::rc::Rc;
use yew::prelude::*;

/// A device: its name as a view and for people, its width in CSS pixels, and how small it is drawn.
struct Device(&'static str, &'static str, u32, f32);

const DEVICES: [Device; 3] = [
    Device("desktop", "Desktop", 688, 0.4),
    Device("tablet", "Tablet", 768, 0.32),
    Device("phone", "Phone", 384, 0.42),
];

const WAYS: &[Tab] = &[
    Tab { id: "views", label: "Every view", icon: None },
    Tab { id: "readers", label: "Every kind of reader", icon: None },
];

/// A view of the preview: the device or the text part, its look, and whether images are left out.
pub type View = (&'static str, Look, bool);

/// What the sheet is told.
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// Whether it is open.
    pub open: bool,
    /// The letter as it is shown.
    pub preview: Rc<Composed>,
    /// The view in which it is shown.
    pub view: View,
    /// The servers whose images may be loaded.
    pub hosts: Rc<Vec<String>>,
    /// Called when it is to close.
    pub onclose: Callback<()>,
    /// Called with the view that was chosen.
    pub onchoose: Callback<View>,
}

/// The contact sheet.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let way = use_state_eq(|| "views");
    let onway = {
        let way = way.clone();
        Callback::from(move |chosen| way.set(chosen))
    };
    html! {
        <Dialog open={props.open} class="contact" title="All views at once" onclose={props.onclose.clone()}>
            // Nothing of it is made while it is closed: the letter changes with every key.
            if props.open {
                { tabs(WAYS, *way, "What is shown", "contact", None, onway) }
                <div id="contact" role="tabpanel" aria-labelledby={["contact-", *way].concat()}>
                    if *way == "views" {
                        { views(props) }
                    } else {
                        <Readers view={props.view} hosts={Rc::clone(&props.hosts)} onclose={props.onclose.clone()} />
                    }
                </div>
            }
        </Dialog>
    }
}

fn views(props: &SheetProps) -> Html {
    let row = |name: &'static str, note: &'static str, look: Look, bare: bool| {
        let cell = |Device(device, word, width, scale): &Device| {
            let (choose, view) = (props.onchoose.clone(), (*device, look, bare));
            html! {
                <Cell letter={Rc::clone(&props.preview)} {view} hosts={Rc::clone(&props.hosts)} width={*width}
                    scale={*scale} name={*word} about={name} onopen={move |()| choose.emit(view)} />
            }
        };
        html! {
            <section>
                <h3>{ name } if !note.is_empty() { <span class="muted small">{ " " }{ note }</span> }</h3>
                <div class="cells">{ for DEVICES.iter().map(cell) }</div>
            </section>
        }
    };
    let text = {
        let choose = props.onchoose.clone();
        let view = ("text", Look::Light, false);
        html! {
            <section>
                <h3>{ "Text part" }</h3>
                <div class="cells">
                    <Cell letter={Rc::clone(&props.preview)} {view} hosts={Rc::clone(&props.hosts)} width={688} scale={0.4}
                        name="Text" about="as programs without HTML show it" onopen={move |()| choose.emit(view)} />
                </div>
            </section>
        }
    };
    html! {
        <>
            { for LOOKS.iter().map(|(look, name, note, _)| row(name, note, *look, false)) }
            { row("Without images", "as many programs open it", Look::Light, true) }
            { text }
        </>
    }
}

/// A view in small.
#[derive(Properties, PartialEq)]
struct CellProps {
    letter: Rc<Composed>,
    view: View,
    hosts: Rc<Vec<String>>,
    width: u32,
    scale: f32,
    /// What stands below it, and what is read out with that.
    name: AttrValue,
    about: AttrValue,
    onopen: Callback<()>,
}

#[component]
fn Cell(props: &CellProps) -> Html {
    let place = use_node_ref();
    let in_sight = use_seen(place.clone());
    let (view, look, bare) = props.view;
    let html = use_memo(
        (in_sight, Rc::clone(&props.letter), look, bare, Rc::clone(&props.hosts)),
        |(in_sight, letter, look, bare, hosts)| match in_sight {
            true => seen(&letter.html, *look, *bare, hosts),
            false => String::new(),
        },
    );
    let text = view == "text" || props.letter.html.is_empty();
    let width = props.width as f32 * props.scale;
    let open = props.onopen.clone();
    html! {
        <figure class="cell">
            <div class="thumb" ref={place} style={format!("inline-size:{width:.0}px")} inert=true aria-hidden="true">
                <div class="scaled" style={format!("inline-size:{}px;scale:{}", props.width, props.scale)}>
                    if !in_sight {
                    } else if text {
                        <pre>{ props.letter.text.clone() }</pre>
                    } else {
                        <Frame {html} title={props.name.clone()} hidden={false} hosts={Rc::clone(&props.hosts)} />
                    }
                </div>
            </div>
            <figcaption>
                <button type="button" class="btn quiet small whole" onclick={move |_| open.emit(())}>
                    { props.name.clone() }<span class="vh">{ [", ", &props.about].concat() }</span>
                </button>
            </figcaption>
        </figure>
    }
}

/// What the readers' sheet is told.
#[derive(Properties, PartialEq)]
struct ReadersProps {
    view: View,
    hosts: Rc<Vec<String>>,
    onclose: Callback<()>,
}

/// Those worth a look, with why, and what each gets; the letter is `None` where it can't be made.
type Shown = Vec<(Found, Option<Rc<Composed>>)>;

/// The letter of every reader who is worth a look, in the view that was in front.
#[component]
fn Readers(props: &ReadersProps) -> Html {
    let bench = use_workbench();
    let readers = use_state(|| None::<Shown>);
    {
        let (bench, readers) = (bench.clone(), readers.clone());
        use_effect_with((), move |()| {
            let letter = bench.letter();
            let request = Request::Tour { letter: (*letter).clone() };
            let engine = bench.engine.clone();
            let take = Callback::from(move |(answer, _)| match answer {
                Answer::Found(mut stops) => {
                    let mut known = Vec::new();
                    // One reader may hold several records; one letter shows them all.
                    stops.retain(|stop| {
                        !known.contains(&stop.who.at) && {
                            known.push(stop.who.at);
                            true
                        }
                    });
                    let readers = readers.clone();
                    let take = Callback::from(move |(answer, _)| {
                        if let Answer::Readers(letters) = answer {
                            let letters =
                                letters.into_iter().map(|letter| letter.good.then(|| Rc::new(letter)));
                            readers.set(Some(stops.clone().into_iter().zip(letters).collect()));
                        }
                    });
                    let request = Request::Readers { letter: (*letter).clone(), at: known };
                    engine.ask(request, None, Some(Lane::Readers), take);
                }
                Answer::Failed { .. } => readers.set(Some(Vec::new())),
                _ => (),
            });
            bench.engine.ask(request, None, Some(Lane::Tour), take);
        });
    }
    let (view, look, bare) = props.view;
    // The text part has no device; the text is shown all the same.
    let Device(_, _, width, scale) =
        DEVICES.iter().find(|Device(device, ..)| *device == view).unwrap_or(&DEVICES[0]);
    let cell = |(found, letter): &(Found, Option<Rc<Composed>>)| {
        let name = who::name(&found.who).to_owned();
        let about = found.why.replace('`', "");
        let (bench, close, at) = (bench.clone(), props.onclose.clone(), found.who.at);
        let onopen = Callback::from(move |()| {
            close.emit(());
            bench.show(at);
        });
        html! {
            <div class="reader">
                <p class="muted small">{ about.clone() }</p>
                if let Some(letter) = letter {
                    <Cell letter={Rc::clone(letter)} view={(view, look, bare)} hosts={Rc::clone(&props.hosts)} width={*width}
                        scale={*scale} {name} {about} {onopen} />
                } else {
                    <p><b><bdi>{ name }</bdi></b>{ ": no letter can be made" }</p>
                }
            </div>
        }
    };
    match &*readers {
        None => {
            html! { <p class="row muted pad" role="status"><span class="mark run"></span>{ "Looking through the list" }</p> }
        }
        Some(none) if none.is_empty() => {
            html! { <p class="muted pad">{ "Without a list and a letter that can be merged there are no readers to show." }</p> }
        }
        Some(all) => html! { <div class="cells">{ for all.iter().map(cell) }</div> },
    }
}
