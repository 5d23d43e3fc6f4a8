//! Recipients: whom the letter goes to, which rows can't be written to and why, and who gets nothing.

mod bar;
mod cells;
mod columns;
mod consent;
mod edit;
mod empty;
mod filters;
mod groups;
mod pane;
mod paste;
mod row;
mod rows;
mod segments;
mod sum;
mod suppressed;

use super::shared::{query, use_drop_page};
use crate::command::use_commands;
use crate::components::{Kind, Progress, notice};
use crate::engine::Lane;
use crate::hooks::use_around;
use crate::platform::files;
use crate::provider::use_workbench;
use crate::state::sample;
use crate::text;
use crate::workbench::Workbench;
use diag::Diagnostic;
use recipients::{ListSummary, RowFilter, Sort};
use web_sys::File;
use yew::prelude::*;

/// Which rows are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Rows in this state.
    pub filter: RowFilter,
    /// Rows with a diagnostic of this code.
    pub code: Option<String>,
    /// Rows that hold this text.
    pub search: String,
    /// In which order.
    pub sort: Option<Sort>,
}

/// The page.
#[component]
pub fn Recipients() -> Html {
    let bench = use_workbench();
    let around = use_around();
    let view =
        use_state(|| View { code: Some(query("code")).filter(|code| !code.is_empty()), ..View::default() });
    let pasting = use_state(|| false);
    let file_size = use_mut_ref(|| 0u64);
    let session = &bench.session;
    let list = session.list.clone().filter(|list| list.counts.rows > 0);

    let take = {
        let bench = bench.clone();
        Callback::from(move |file: File| bench.take_list(file.name(), file.into()))
    };
    let take_text = {
        let (bench, pasting) = (bench.clone(), pasting.clone());
        Callback::from(move |text: String| {
            pasting.set(false);
            give(&bench, "pasted-addresses.txt", &text);
        })
    };
    let take_sample = {
        let bench = bench.clone();
        Callback::from(move |()| give(&bench, sample::LIST_NAME, sample::LIST_TEXT))
    };
    let (open_paste, close_paste) = {
        let (open, close) = (pasting.clone(), pasting.clone());
        (Callback::from(move |()| open.set(true)), Callback::from(move |()| close.set(false)))
    };
    let onview = {
        let view = view.clone();
        Callback::from(move |next: View| view.set(next))
    };
    let target = use_drop_page(take.clone());

    let reading = session.reading.map(|running| {
        // The file's size is told once, before the first step.
        if running.done == 0 && running.total > 0 {
            file_size.replace(running.total);
        }
        progress(&bench, running.done, running.total, *file_size.borrow())
    });
    if session.reading.is_none() {
        file_size.replace(0);
    }
    let props = bar::Props { list: list.clone(), ontake: take.clone(), onpaste: open_paste.clone() };
    let (bar, commands) = bar::bar(&bench, &props);
    use_commands(&around.registry, commands);
    let suppressed = suppressed::use_suppressed(&bench);
    let segments = segments::use_segments(&bench, list.as_deref());
    // A file with a header that is known has its columns set as they were.
    {
        let bench = bench.clone();
        use_effect_with(list.as_ref().map(|list| crate::list_bench::header(list)), move |header| {
            if header.is_some()
                && let Some(list) = &bench.session.list
            {
                bench.remember_columns(list);
            }
        });
    }
    let field = use_node_ref();
    let dialog = paste::Props {
        open: *pasting,
        title: "Paste addresses",
        label: "Addresses",
        hint: "One a line, the To line of a mail, or a table copied from a spreadsheet. They take the place of the list.",
        done: "Use these addresses",
        ondone: take_text,
        onclose: close_paste,
    };
    html! {
        <div class="page wide" ondragover={target.ondragover} ondragleave={target.ondragleave} ondrop={target.ondrop}>
            { bar }
            if let Some(reason) = &session.list_error {
                { notice!(kind: Kind::Stop, title: "The list was not read", role: "alert", children: html! { <p>{ text::sentence(reason) }</p> }) }
            }
            { for session.list.iter().map(|list| about_file(list)) }
            { for reading }
            if let Some(list) = list {
                { sum::sum(&list, columns::columns(&bench, &list)) }
                { segments }
                <div class="rgrid">
                    if !list.groups.is_empty() {
                        { groups::groups(&bench, &list, &view, &onview) }
                    }
                    <rows::Rows {list} view={(*view).clone()} {onview} />
                </div>
            } else if session.reading.is_none() {
                { empty::empty_list(target.over, &take, open_paste, take_sample) }
            }
            { suppressed }
            { paste::paste(field, dialog) }
        </div>
    }
}

fn give(bench: &Workbench, name: &str, text: &str) {
    // A blob of a text that is in memory already can hardly be refused.
    if let Ok(blob) = files::text_blob(text, "text/csv") {
        bench.take_list(name.to_owned(), blob);
    }
}

/// Reading is told in bytes of the file, judging again in rows.
fn progress(bench: &Workbench, done: u64, total: u64, size: u64) -> Html {
    let rows = bench.session.list.as_ref().map_or(0, |list| list.counts.rows as u64);
    let (whole, unit) = if size > 0 { (size, "bytes") } else { (rows, "rows") };
    let done = if total == 0 { 0 } else { (done as f64 / total as f64 * whole as f64) as u64 };
    let name = bench.campaign.saved.list_name.clone().unwrap_or_default();
    let label = ["Reading ", &name].concat();
    // Judging again is done before anybody could wish to give it up.
    let cancel = (size > 0).then(|| {
        let bench = bench.clone();
        Callback::from(move |()| bench.cancel(Lane::List))
    });
    html! {
        <div class="sheet pad reading"><Progress {label} {done} total={whole} {unit} oncancel={cancel} /></div>
    }
}

/// What is to be said of the file as a whole.
fn about_file(list: &ListSummary) -> Html {
    let notice = |diagnostic: &Diagnostic| {
        notice!(kind: Kind::of(diagnostic.severity), title: text::sentence(&diagnostic.message), children: html! { <>if let Some(hint) = &diagnostic.hint {
                    <p>{ text::sentence(hint) }</p>
                }</> })
    };
    if list.diagnostics.is_empty() && list.counts.rows == 0 {
        return notice!(kind: Kind::Stop, title: "The file is empty: no row stands in it");
    }
    html! { <div class="filenotes">{ for list.diagnostics.iter().map(notice) }{ consent::guide(list) }</div> }
}
