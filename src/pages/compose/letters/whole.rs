//! The whole campaign as a file. One that is opened takes the place of letter, list and files, so it is asked first.

use crate::components::{Dialog, Kind, button, notice};
use crate::platform::files;
use crate::text;
use crate::workbench::Workbench;
use diag::Diagnostic;
use web_sys::{Blob, File};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Whether a file is a campaign, by its name.
pub fn is_campaign(file: &File) -> bool {
    file.name().to_ascii_lowercase().ends_with(".postroom")
}

/// Saves the campaign.
pub fn save(bench: &Workbench) {
    let bench = bench.clone();
    spawn_local(async move {
        let saved = bench.write_campaign().await.and_then(|(end, bytes)| {
            let name = [&bench.campaign.saved.name, ".", &end].concat();
            let blob = files::bytes_blob(&[bytes], "application/zip")?;
            files::download(&blob, &name).map(|()| [&name, " saved"].concat())
        });
        bench.say(saved.unwrap_or_else(|reason| text::sentence(&reason)));
    });
}

/// The question whether a campaign shall take the place of this one.
pub fn ask(
    bench: &Workbench,
    asked: &UseStateHandle<Option<File>>,
    told: &Callback<(String, Vec<Diagnostic>)>,
) -> Html {
    let close = {
        let asked = asked.clone();
        Callback::from(move |()| asked.set(None))
    };
    let name = asked.as_ref().map(File::name).unwrap_or_default();
    let open = {
        let (bench, asked, told) = (bench.clone(), asked.clone(), told.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(file) = (*asked).clone() else { return };
            asked.set(None);
            let (bench, told, name) = (bench.clone(), told.clone(), file.name());
            let file: Blob = file.into();
            spawn_local(async move { told.emit((name, take(&bench, &file).await)) });
        })
    };
    let (keep, cancel) = (bench.clone(), close.clone());
    let foot = html! {
        <>
            { button!(class: "quiet", onclick: move |_| cancel.emit(()), children: "Cancel") }
            { button!(icon: "download", onclick: move |_| save(&keep), children: "Save mine first") }
            { button!(class: "primary", onclick: open, children: "Open it") }
        </>
    };
    html! {
        <Dialog open={asked.is_some()} title="Open a campaign" onclose={close} {foot}>
            { notice!(kind: Kind::Warn, title: name, children: html! {
                <p>{ "It takes the place of your letter, your list, the suppression list and the letter's files. Undo brings back only the letter." }</p>
            }) }
        </Dialog>
    }
}

async fn take(bench: &Workbench, file: &Blob) -> Vec<Diagnostic> {
    let failed = |reason: String| vec![Diagnostic::error("letter-unreadable", reason)];
    match bench.read_campaign(file).await {
        Ok(mut came) => {
            let said = std::mem::take(&mut came.said);
            match bench.open_campaign(came).await {
                Ok(()) => said,
                Err(reason) => failed(reason),
            }
        }
        Err(reason) => failed(reason),
    }
}
