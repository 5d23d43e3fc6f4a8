//! Whose letter is shown, and the way to another's.

use super::seek;
use crate::components::{Announcer, Menu, MenuItem, button, icon_small};
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::PreviewFor;
use yew::prelude::*;

/// What a recipient is called: the name, or the address where there is none.
pub fn name(recipient: &PreviewFor) -> &str {
    if recipient.name.is_empty() { &recipient.address } else { &recipient.name }
}

/// Preview as …
#[hook]
pub fn use_who(bench: &Workbench, announcer: &Announcer) -> Html {
    let asking = use_state(|| false);
    // The newest answer says who is asked for, also where the letter has an error and the last good preview stays.
    let answer = bench.session.newest.as_ref().or(bench.session.preview.as_ref());
    let recipient = answer.map(|answer| answer.recipient.clone()).unwrap_or_default();
    let (of, at) = (recipient.of, recipient.at);
    let show = {
        let (bench, announcer) = (bench.clone(), announcer.clone());
        Callback::from(move |to: usize| {
            bench.show(to);
            announcer.say(["Recipient ", &text::count(to + 1), " of ", &text::count(of)].concat());
        })
    };
    let to = |place: usize| {
        let show = show.clone();
        Callback::from(move |_: MouseEvent| show.emit(place))
    };
    let item = |label: String, place: usize| {
        let show = show.clone();
        let run = Callback::from(move |()| show.emit(place));
        MenuItem { label: label.into(), note: AttrValue::default(), icon: None, run }
    };
    let close = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(false))
    };
    let seek = seek::use_seek(bench, *asking, of, close, show.clone());
    if of == 0 {
        return html! {
            <div class="who">
                <span class="muted small">{ "No list yet: the letter is shown without a recipient." }</span>
                <a class="btn quiet small" href={crate::route::Route::Recipients.href()}>{ "Choose a list" }</a>
            </div>
        };
    }
    let ask = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(true))
    };
    let mut items = vec![
        item("First recipient".into(), 0),
        item(["Last recipient, ", &text::count(of)].concat(), of - 1),
    ];
    items.push(MenuItem {
        label: "Another recipient…".into(),
        note: AttrValue::default(),
        icon: None,
        run: ask,
    });
    let label = name(&recipient).to_owned();
    let initial: String = label.chars().next().into_iter().flat_map(char::to_uppercase).collect();
    let rows = bench.session.list.as_ref().map_or(0, |list| list.counts.rows + 1);
    html! {
        <div class="who">
            { button!(class: "quiet icon", icon: "left", label: "Previous recipient", disabled: at == 0, onclick: to(at.saturating_sub(1))) }
            <Menu class="quiet as" items={items} label="Preview as">
                <span class="vh">{ "Preview as " }</span>
                <span class="stamp" aria-hidden="true">{ initial }</span>
                <span class="cut"><b><bdi>{ label }</bdi></b>{ " " }
                    if !recipient.name.is_empty() { <span class="muted">{ recipient.address.clone() }</span> }
                </span>
                { icon_small("down") }
            </Menu>
            { button!(class: "quiet icon", icon: "right", label: "Next recipient", disabled: at + 1 >= of, onclick: to(at + 1)) }
            <span class="pos muted small">{ ["Row ", &text::count(recipient.row as usize), " of ", &text::count(rows)].concat() }</span>
            { seek }
        </div>
    }
}
