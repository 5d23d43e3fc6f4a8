//! The way to a certain recipient: by number, name or address, or to one whose letter is worth a look.

use super::who::name;
use crate::components::{Dialog, field};
use crate::engine::Lane;
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Answer, Found, Request};
use yew::prelude::*;

/// The dialog. `show` is called with the position of the one that was chosen.
#[hook]
pub fn use_seek(
    bench: &Workbench,
    open: bool,
    of: usize,
    onclose: Callback<()>,
    show: Callback<usize>,
) -> Html {
    let wanted = use_state(String::new);
    let found = use_state(Vec::<Found>::new);
    let tour = use_state(|| None::<Vec<Found>>);
    {
        let (bench, tour, wanted, found) = (bench.clone(), tour.clone(), wanted.clone(), found.clone());
        use_effect_with(open, move |open| {
            if *open {
                wanted.set(String::new());
                found.set(Vec::new());
                tour.set(None);
                let request = Request::Tour { letter: (*bench.letter()).clone() };
                let take = Callback::from(move |(answer, _)| match answer {
                    Answer::Found(stops) => tour.set(Some(stops)),
                    Answer::Failed { .. } => tour.set(Some(Vec::new())),
                    _ => (),
                });
                bench.engine.ask(request, None, Some(Lane::Tour), take);
            }
        });
    }
    let oninput = {
        let (bench, wanted, found) = (bench.clone(), wanted.clone(), found.clone());
        Callback::from(move |search: String| {
            wanted.set(search.clone());
            let found = found.clone();
            let take = Callback::from(move |(answer, _)| {
                if let Answer::Found(all) = answer {
                    found.set(all);
                }
            });
            bench.engine.ask(Request::Find { search }, None, Some(Lane::Find), take);
        })
    };
    let choose = {
        let close = onclose.clone();
        Callback::from(move |at: usize| {
            close.emit(());
            show.emit(at);
        })
    };
    let first = found.first().map(|found| found.who.at);
    let onsubmit = {
        let choose = choose.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(at) = first {
                choose.emit(at);
            }
        })
    };
    let searched = !wanted.trim().is_empty();
    let error = (searched && found.is_empty()).then_some(AttrValue::Static("Nobody who gets the letter"));
    html! {
        <Dialog {open} title="Preview as" {onclose}>
            <form {onsubmit}>
                { field!(id: "recipient-search", label: "Number, name or address", value: (*wanted).clone(), hint: ["Of ", &text::count(of), " who get the letter"].concat(), error, oninput) }
            </form>
            if searched {
                { people(&found, &choose) }
            } else {
                <h3>{ "Worth a look" }</h3>
                { match &*tour {
                    None => html! { <p class="row muted" role="status"><span class="mark run"></span>{ "Looking through the list" }</p> },
                    Some(stops) => people(stops, &choose),
                } }
            }
        </Dialog>
    }
}

/// Recipients as buttons.
fn people(all: &[Found], choose: &Callback<usize>) -> Html {
    let one = |found: &Found| {
        let (choose, at) = (choose.clone(), found.who.at);
        let onclick = Callback::from(move |_: MouseEvent| choose.emit(at));
        html! {
            <li><button type="button" class="btn quiet tall" {onclick}><span>
                if !found.why.is_empty() { <span class="muted small">{ found.why.replace('`', "") }</span><br /> }
                <b><bdi>{ name(&found.who).to_owned() }</bdi></b>
                <span class="muted small">{ [" ", &found.who.address, ", row ", &text::count(found.who.row as usize)].concat() }</span>
            </span></button></li>
        }
    };
    html! { <ul class="gallery">{ for all.iter().map(one) }</ul> }
}
