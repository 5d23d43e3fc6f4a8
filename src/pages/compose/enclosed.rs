//! Attachments and images: what the letter attaches, the files that there are, and whose are missing.

mod attached;
mod folder;
mod missing;
mod pool;

use super::picture;
use crate::components::{Dialog, button, toasts};
use crate::pages::shared::{Choice, files_button};
use crate::platform::folders::{self, Dropped};
use crate::workbench::Workbench;
use engine::files::FilesReport;
use std::rc::Rc;
use web_sys::{Blob, File, FileSystemEntry};
use yew::platform::spawn_local;
use yew::prelude::*;

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct EnclosedProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when the user closes it.
    pub onclose: Callback<()>,
    /// Called with an image of the letter's files that is to be shown in it.
    pub onshow: Callback<String>,
}

/// The dialog.
#[component]
pub fn Enclosed(props: &EnclosedProps) -> Html {
    let bench = crate::provider::use_workbench();
    let report = use_state(|| None::<Rc<FilesReport>>);
    {
        let (bench, report) = (bench.clone(), report.clone());
        let (campaign, session) = (&bench.campaign, &bench.session);
        let about = (props.open, campaign.letter_revision, session.files_revision, session.list_revision);
        let bench = bench.clone();
        use_effect_with(about, move |(open, ..)| {
            if *open {
                bench.report_files(Callback::from(move |told| report.set(Some(Rc::new(told)))));
            }
        });
    }
    let take = {
        let bench = bench.clone();
        Callback::from(move |files: Vec<File>| picture::enclose(&bench, named(files)))
    };
    let over = use_state(|| false);
    let held = |on: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(on);
        })
    };
    let ondrop = {
        let (bench, take, over) = (bench.clone(), take.clone(), over.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            match event.data_transfer().map(|data| folders::dropped(&data)) {
                Some(Dropped::Files(files)) => take.emit(files),
                Some(Dropped::Folders(entries)) => take_folders(&bench, entries),
                None => (),
            }
        })
    };
    let close = props.onclose.clone();
    let foot = button!(class: "primary", onclick: move |_| close.emit(()), children: "Done");
    let none = bench.campaign.saved.files.is_empty();
    html! {
        <Dialog open={props.open} title="Attachments and images" class="roomy" onclose={props.onclose.clone()} {foot}>
            <div class={classes!("stack", "enclosures", over.then_some("is-over"))} ondragover={held(true)} ondragleave={held(false)} {ondrop}>
                { attached::attached(&bench, &props.onshow) }
                <section class="stack" aria-labelledby="pool-h">
                    <h3 class="h3" id="pool-h">{ "Files" }</h3>
                    <p class="muted">{ "Drop files, a folder or a zip here, or choose them. They stay in this browser, with the letter." }</p>
                    <div class="row">
                        { files_button("Choose files", "file", "", Choice::Files, &take) }
                        { files_button("Choose a folder", "file", "", Choice::Folder, &take) }
                    </div>
                    if !none {
                        { pool::pool(&bench, report.as_deref(), &props.onshow) }
                    }
                </section>
                if let Some(report) = &*report {
                    { missing::missing(report) }
                }
                { toasts(&bench.session) }
            </div>
        </Dialog>
    }
}

/// Files under their names; in a folder that was chosen, under their paths in it.
fn named(files: Vec<File>) -> Vec<(String, Blob)> {
    files.into_iter().map(|file| (folder::path(&file), file.into())).collect()
}

/// Takes all files of folders.
pub fn take_folders(bench: &Workbench, entries: Vec<FileSystemEntry>) {
    let bench = bench.clone();
    spawn_local(async move {
        let files = folders::walk(entries).await;
        picture::enclose(&bench, files.into_iter().map(|(name, file)| (name, file.into())).collect());
    });
}

/// Takes files and attaches them to every letter.
pub fn attach_all(bench: &Workbench, files: Vec<File>) {
    let files = named(files);
    // A zip is mostly a folder of files for readers of their own.
    let names: Vec<String> =
        files.iter().map(|(name, _)| name.clone()).filter(|name| !name.ends_with(".zip")).collect();
    bench.edit("attach", |letter| {
        letter.attachments.retain(|own| !names.contains(own));
        letter.attachments.extend(names);
    });
    picture::enclose(bench, files);
}

/// Attaches a file, or what a column names.
fn attach(bench: &Workbench, name: &str) {
    bench.edit("attachments", |letter| {
        if !letter.attachments.iter().any(|own| own == name) {
            letter.attachments.push(name.to_owned());
        }
    });
}
