//! Rows whose file is missing.

use crate::components::{Kind, notice};
use crate::text;
use engine::files::{FilesReport, MissingFile};
use yew::prelude::*;

/// Missing files that are listed.
const SHOWN: usize = 50;

/// Row numbers that are listed of each.
const ROWS: usize = 12;

/// The report; nothing where no letter names a file.
pub fn missing(report: &FilesReport) -> Html {
    let letters = |count| text::some(count, "letter", "letters");
    if report.missing.is_empty() {
        return match report.attaching {
            0 => Html::default(),
            n => notice!(kind: Kind::Ok, role: "status", title: "No file is missing", children: html! {
                <p>{ [&letters(n), " of ", &text::count(report.letters), " with an attachment."].concat() }</p>
            }),
        };
    }
    let row = |file: &MissingFile| {
        let numbers: Vec<String> = file.rows.iter().take(ROWS).map(u32::to_string).collect();
        let more = if file.letters > ROWS { "…" } else { "" };
        let rows = match numbers.len() {
            0 => String::new(),
            1 => [", row ", &numbers.concat()].concat(),
            _ => [", rows ", &numbers.join(", "), more].concat(),
        };
        html! {
            <li>
                <span class="mono wrap-any">{ file.name.clone() }</span>
                <span class="muted small">{ [" ", &letters(file.letters), &rows].concat() }</span>
                if file.unfit {
                    <span class="small">{ ". An image's name may only have letters from a to z, digits and . _ - @ + $, so give it another one." }</span>
                }
            </li>
        }
    };
    let more = report.missing.len().saturating_sub(SHOWN);
    notice!(kind: Kind::Stop, role: "status", title: "Files are missing", children: html! {
        <>
            <p>{ "Who lacks a file gets no letter. The names have to be the same, capitals too." }</p>
            <ul>{ for report.missing.iter().take(SHOWN).map(row) }</ul>
            if more > 0 { <p>{ ["and ", &text::count(more), " more"].concat() }</p> }
        </>
    })
}
