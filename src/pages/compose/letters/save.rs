//! The letter as a file: one of ours, HTML, MJML, or a message.

use crate::command::Command;
use crate::platform::{clock, files};
use crate::text;
use crate::workbench::Workbench;
use compose::Format;
use engine::protocol::{Event, LetterForm, Request};
use yew::Callback;
use yew::platform::spawn_local;

/// The verbs for what this letter can be saved as.
pub fn commands(bench: &Workbench) -> Vec<Command> {
    let format = bench.letter().format;
    let verb = |name, label, form: LetterForm| {
        let bench = bench.clone();
        Command::new(name, label, "download", move |()| save(&bench, form)).keywords("export file download")
    };
    let mut all = vec![verb("save-letter", "Save as a letter file", LetterForm::Letter)];
    if format != Format::Text {
        all.push(verb("save-html", "Save as HTML", LetterForm::Html));
    }
    if format == Format::Mjml {
        all.push(verb("save-mjml", "Save as MJML", LetterForm::Mjml));
    }
    all.push(verb("save-eml", "Save as a mail (.eml)", LetterForm::Message));
    let whole = bench.clone();
    all.push(
        Command::new("save-campaign", "Save the campaign (.postroom)", "archive", move |()| {
            super::whole::save(&whole)
        })
        .keywords("export file project list everything"),
    );
    all
}

fn save(bench: &Workbench, form: LetterForm) {
    let bench = bench.clone();
    spawn_local(async move {
        let request =
            Request::WriteLetter { letter: (*bench.letter()).clone(), form, now: clock::now_secs() };
        let said = match bench.engine.last(request, None, None, Callback::noop()).await {
            Ok((Event::File { file_name, diagnostics }, Some(bytes))) => {
                let name = [&bench.campaign.saved.name, ".", &file_name].concat();
                let saved = files::bytes_blob(&[bytes], "").and_then(|blob| files::download(&blob, &name));
                let notes = diagnostics.iter().map(|found| [". ", &text::sentence(&found.message)].concat());
                saved.map(|()| [&name, " saved"].concat() + &notes.collect::<String>())
            }
            Ok(_) => return,
            Err(reason) => Err(reason),
        };
        bench.say(said.unwrap_or_else(|reason| text::sentence(&reason)));
    });
}
