//! What the letter attaches: names of files, or templates that name each reader's own.

use super::attach;
use crate::components::{Menu, MenuItem, button};
use crate::workbench::Workbench;
use compose::Format;
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

/// A field for each attachment, and what adds one. `onshow` is called with the name of an image that is to be shown in the
/// letter.
pub fn attached(bench: &Workbench, onshow: &Callback<String>) -> Html {
    let letter = bench.letter();
    let row = |(at, name): (usize, &String)| {
        let edit = {
            let bench = bench.clone();
            Callback::from(move |event: InputEvent| {
                let value = event.target_unchecked_into::<HtmlInputElement>().value();
                bench.edit("attachments", |letter| {
                    letter.attachments.get_mut(at).into_iter().for_each(|own| own.clone_from(&value));
                });
            })
        };
        let remove = {
            let bench = bench.clone();
            move |_| detach(&bench, at)
        };
        let number = (at + 1).to_string();
        html! {
            <li class="row">
                <input class="input grow mono" aria-label={["Attachment ", &number].concat()} value={name.clone()} spellcheck="false" oninput={edit} />
                { button!(class: "quiet icon", icon: "x", label: ["Attach ", name, " no longer"].concat(), onclick: remove) }
            </li>
        }
    };
    let list = bench.session.list.as_ref();
    let items = |run: &dyn Fn(&recipients::Column) -> Callback<()>| -> Vec<MenuItem> {
        let item = |column: &recipients::Column| MenuItem {
            label: column.variable.clone().into(),
            note: column.samples.first().cloned().unwrap_or_default().into(),
            icon: Some("field"),
            run: run(column),
        };
        list.map_or_else(Vec::new, |list| list.columns.iter().map(item).collect())
    };
    let columns = items(&|column| {
        let bench = bench.clone();
        // A reader without a file gets the letter without one.
        let fallback = if column.empty > 0 { " | default(\"\")" } else { "" };
        let template = ["{{ ", &column.variable, fallback, " }}"].concat();
        Callback::from(move |()| attach(&bench, &template))
    });
    let shown = items(&|column| {
        onshow.reform({
            let template = ["{{ ", &column.variable, " }}"].concat();
            move |()| template.clone()
        })
    });
    html! {
        <section class="stack" aria-labelledby="attached-h">
            <h3 class="h3" id="attached-h">{ "Attached to every letter" }</h3>
            if letter.attachments.is_empty() {
                <p class="muted">{ "Nothing yet. Attach one of the files below, or let a column of the list name each reader's own." }</p>
            } else {
                <ul class="stack tight">{ for letter.attachments.iter().enumerate().map(row) }</ul>
            }
            if !columns.is_empty() {
                <div class="row">
                    <Menu icon="field" items={columns}>{ "A file named by a column" }</Menu>
                    if letter.format != Format::Text {
                        <Menu icon="image" items={shown}>{ "An image named by a column" }</Menu>
                    }
                </div>
            }
        </section>
    }
}

/// Attaches a file no longer.
fn detach(bench: &Workbench, at: usize) {
    let Some(name) = bench.letter().attachments.get(at).cloned() else { return };
    // The place is one of the list, as was just seen.
    bench.edit("attach", |letter| drop(letter.attachments.remove(at)));
    if name.trim().is_empty() {
        return;
    }
    bench.say_with_undo([&name, " is no longer attached"].concat(), move |bench| {
        bench.edit("attach", |letter| {
            if !letter.attachments.contains(&name) {
                letter.attachments.insert(at.min(letter.attachments.len()), name.clone());
            }
        });
    });
}
