//! What a letter has beside its words: its theme, its images and its attachments; and the files that are pasted into it or
//! dropped on it.

use super::area::Area;
use super::insert::Piece;
use super::picture::{Asked, Picture};
use super::{caught, enclosed, theme, tools};
use crate::command::Command;
use crate::platform::folders::Dropped;
use crate::workbench::Workbench;
use compose::Format;
use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

/// What this adds to the page.
pub struct Extras {
    /// Its verbs.
    pub commands: Vec<Command>,
    /// Asks for an image.
    pub image: Callback<()>,
    /// Its dialogs.
    pub html: Html,
}

/// Theme, images and attachments.
#[hook]
pub fn use_extras(bench: &Workbench, area: &Area) -> Extras {
    let (dressing, enclosing) = (use_state(|| false), use_state(|| false));
    let asked = use_state(|| Asked::None);
    let open = |name, label, icon, keywords, state: &UseStateHandle<bool>| {
        let state = state.clone();
        Command::new(name, label, icon, move |()| state.set(true)).keywords(keywords)
    };
    let dress = {
        let dressing = dressing.clone();
        // The panel stands beside the letter, so that its button can be pressed again.
        Command::new("theme", "Theme…", "theme", move |()| dressing.set(!*dressing))
    };
    let commands = vec![
        dress.keywords("colours font logo width dark"),
        open("files", "Attachments and images…", "attach", "file cid enclose pdf", &enclosing),
    ];
    let shut = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |()| state.set(false))
    };
    let onask = {
        let asked = asked.clone();
        Callback::from(move |files: Asked| asked.set(files))
    };
    let take = {
        let (bench, enclosing, onask) = (bench.clone(), enclosing.clone(), onask.clone());
        Callback::from(move |came: Rc<Dropped>| {
            let files = match &*came {
                Dropped::Files(files) => files.clone(),
                Dropped::Folders(entries) => {
                    // A folder holds files for readers of their own; which of them go to whom is said in the dialog.
                    enclosed::take_folders(&bench, entries.clone());
                    return enclosing.set(true);
                }
            };
            let shown = bench.letter().format != Format::Text;
            let (images, others): (Vec<File>, Vec<File>) =
                files.into_iter().partition(|file| shown && file.type_().starts_with("image/"));
            if !others.is_empty() {
                enclosed::attach_all(&bench, others);
                enclosing.set(true);
            }
            if !images.is_empty() {
                onask.emit(Some(Rc::new(images)));
            }
        })
    };
    caught::use_caught(area, &take);
    let onshow = {
        let (bench, area, enclosing) = (bench.clone(), area.clone(), enclosing.clone());
        Callback::from(move |name: String| {
            let piece = Piece::Picture { address: ["cid:", &name].concat(), alt: String::new(), width: 0 };
            tools::put(&bench, &area, "body", &piece);
            enclosing.set(false);
        })
    };
    let image = {
        let onask = onask.clone();
        Callback::from(move |()| onask.emit(Some(Rc::default())))
    };
    let html = html! {
        <>
            <theme::Panel open={*dressing} onclose={shut(&dressing)} />
            <enclosed::Enclosed open={*enclosing} onclose={shut(&enclosing)} {onshow} />
            <Picture asked={(*asked).clone()} area={area.clone()} {onask} />
        </>
    };
    Extras { commands, image, html }
}
