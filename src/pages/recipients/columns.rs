//! What was read and what the columns mean, both to be set right by the user.

use crate::components::{button, icon_of};
use crate::pages::shared::select;
use crate::text;
use crate::workbench::Workbench;
use recipients::{Column, ListSummary, Mapping, ReadOptions};
use yew::prelude::*;

/// Encodings that lists come in, as the Encoding Standard calls them.
const ENCODINGS: [&str; 20] = [
    "utf-8",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-874",
    "iso-8859-2",
    "iso-8859-15",
    "koi8-r",
    "utf-16le",
    "utf-16be",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
];

const DELIMITERS: [(&str, &str); 4] = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")];

/// An encoding as people write it.
fn encoding_word(name: &str) -> String {
    if name.starts_with("windows") { text::sentence(name) } else { name.to_uppercase() }
}

/// What was read, in a few words: how cells are parted, or what the file was.
pub fn format_words(list: &ListSummary) -> String {
    let sheet = list.sheets.get(list.sheet).map(String::as_str).unwrap_or_default();
    match list.format.as_str() {
        "xlsx" => ["Excel, sheet ", sheet].concat(),
        "ods" => ["OpenDocument, sheet ", sheet].concat(),
        "vcard" => "contacts (vCard)".to_owned(),
        "mbox" => "addresses of messages".to_owned(),
        "mailboxes" => "pasted addresses".to_owned(),
        _ => [&encoding_word(&list.encoding), ", ", delimiter_word(list.delimiter)].concat(),
    }
}

/// What stands between cells, in a word.
fn delimiter_word(delimiter: Option<char>) -> &'static str {
    match delimiter {
        Some(',') => "commas",
        Some(';') => "semicolons",
        Some('\t') => "tabs",
        Some('|') => "bars",
        Some(_) => "its own delimiter",
        None => "one address a line",
    }
}

/// The fold.
pub fn columns(bench: &Workbench, list: &ListSummary) -> Html {
    let (mapping, options) = (list.mapping.clone(), bench.campaign.saved.read_options.clone());
    let named = |column: Option<usize>, word: &'static str| {
        column.and_then(|at| list.columns.get(at)).map(|column| {
            html! { <span><span class="mono">{ column.name.clone() }</span>{ word }</span> }
        })
    };
    let known = [mapping.address, mapping.name, mapping.consent_source, mapping.consent_date];
    let more = list.columns.len().saturating_sub(known.iter().flatten().count());
    let map = {
        let bench = bench.clone();
        move |change: fn(&mut Mapping, Option<usize>)| {
            let (bench, mapping) = (bench.clone(), mapping.clone());
            Callback::from(move |value: String| {
                let mut mapping = mapping.clone();
                change(&mut mapping, value.parse().ok());
                bench.map(mapping);
            })
        }
    };
    let read = {
        let (bench, options) = (bench.clone(), options.clone());
        move |change: fn(&mut ReadOptions, String)| {
            let (bench, options) = (bench.clone(), options.clone());
            Callback::from(move |value: String| {
                let mut options = options.clone();
                change(&mut options, value);
                bench.reread_list(options);
            })
        }
    };
    let found = |word: &str| ("".to_owned(), ["As found: ", word].concat());
    let pairs = |first: (String, String), rest: &[(&str, &str)]| {
        let rest = rest.iter().map(|(value, word)| (value.to_string(), word.to_string()));
        [first].into_iter().chain(rest).collect::<Vec<_>>()
    };
    let mut encodings = vec![found(&encoding_word(&list.encoding))];
    encodings.extend(ENCODINGS.iter().map(|name| (name.to_string(), encoding_word(name))));
    let columns: Vec<(String, String)> = [("".to_owned(), "None".to_owned())]
        .into_iter()
        .chain(list.columns.iter().enumerate().map(|(at, column)| (at.to_string(), column.name.clone())))
        .collect();
    let sheets: Vec<(String, String)> =
        list.sheets.iter().map(|sheet| (sheet.clone(), sheet.clone())).collect();
    let at = |column: Option<usize>| column.map(|at| at.to_string()).unwrap_or_default();
    let header = options.header.map_or("", |header| if header { "yes" } else { "no" });
    let remove = {
        let bench = bench.clone();
        move |_| bench.drop_list()
    };
    html! {
        <details class="cols" open={list.mapping.address.is_none()}>
            <summary>
                <span>{ icon_of("right", "i i-s chev") }{ "Columns" }</span>
                <span class="map">
                    { for named(list.mapping.address, " is the address") }
                    { for named(list.mapping.name, " is the name") }
                    { for named(list.mapping.consent_date, " is when they asked for it") }
                    { for named(list.mapping.consent_source, " is where they asked for it") }
                    if list.mapping.address.is_none() {
                        <b class="is-danger">{ "No column holds the address" }</b>
                    } else if more > 0 {
                        <span class="muted">{ ["and ", &text::count(more), " more"].concat() }</span>
                    }
                </span>
                <span class="is-accent">{ "Change" }</span>
            </summary>
            <div class="sheet colsheet">
                <div class="colset">
                    { select("col-address", "Address", &at(list.mapping.address), &columns, map(|m, at| m.address = at)) }
                    { select("col-name", "Name", &at(list.mapping.name), &columns, map(|m, at| m.name = at)) }
                    { select("col-consent-date", "Date of consent", &at(list.mapping.consent_date), &columns, map(|m, at| m.consent_date = at)) }
                    { select("col-consent-source", "Source of consent", &at(list.mapping.consent_source), &columns, map(|m, at| m.consent_source = at)) }
                    if list.sheets.len() > 1 {
                        { select("read-sheet", "Sheet", &list.sheets.get(list.sheet).cloned().unwrap_or_default(), &sheets,
                            read(|o, value| o.sheet = Some(value))) }
                    }
                    { select("read-encoding", "Encoding", options.encoding.as_deref().unwrap_or_default(), &encodings,
                        read(|o, value| o.encoding = Some(value).filter(|v| !v.is_empty()))) }
                    { select("read-delimiter", "Between cells", &options.delimiter.map(String::from).unwrap_or_default(),
                        &pairs(found(delimiter_word(list.delimiter)), &DELIMITERS),
                        read(|o, value| o.delimiter = value.chars().next())) }
                    { select("read-header", "First row", header,
                        &pairs(("".to_owned(), "As found".to_owned()), &[("yes", "Names the columns"), ("no", "Is a recipient")]),
                        read(|o, value| o.header = match value.as_str() { "yes" => Some(true), "no" => Some(false), _ => None })) }
                </div>
                <div class="table-wrap" tabindex="0" role="region" aria-label="Columns of the list">
                    <table class="table mini">
                        <thead><tr><th scope="col">{ "Column" }</th><th scope="col">{ "In the letter" }</th>
                            <th scope="col">{ "First values" }</th><th scope="col" class="num">{ "Empty" }</th></tr></thead>
                        <tbody>{ for list.columns.iter().map(column) }</tbody>
                    </table>
                </div>
                <div class="lfoot"><span class="grow"></span>
                    { button!(class: "small danger quiet", icon: "trash", onclick: remove, children: "Remove the list") }</div>
            </div>
        </details>
    }
}

fn column(column: &Column) -> Html {
    html! {
        <tr>
            <th scope="row">{ column.name.clone() }</th>
            <td class="mono">{ ["{{ ", &column.variable, " }}"].concat() }</td>
            <td class="muted"><bdi>{ column.samples.join(", ") }</bdi></td>
            <td class="num">{ text::count(column.empty) }</td>
        </tr>
    }
}
