//! The journal of a hand-over, kept in the browser's store: what went to whom, before and after each request.
//!
//! It is written in chunks, so that noting one message costs the same however long the list is.

use super::target::Target;
use crate::platform::store::Store;
use compose::Letter;
use relays::journal::{Entry, State};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// Under this name the store keeps the head; the chunks follow as `journal:0`, `journal:1`…
const JOURNAL: &str = "journal";
/// Lines in a chunk.
const CHUNK: usize = 64;

/// What is handed over: the same letter, date and seed give the same bytes and keys when it goes on another day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Head {
    /// The letter, as it was when it began.
    pub letter: Letter,
    /// The subject that the first recipient reads.
    pub subject: String,
    /// The sender.
    pub from: String,
    /// The list's name.
    pub list: String,
    /// The list's rows; another number is another list.
    pub rows: usize,
    /// Makes boundaries and Message-IDs.
    pub seed: u64,
    /// The Date header, in seconds since 1970.
    pub now: i64,
    /// How many letters there are.
    pub total: usize,
    /// Letters a second at most; 0 for no bound.
    pub rate: u32,
    /// Requests that are out at a time; 0 for the relay's own bound.
    pub at_once: u32,
    /// The relay, without its key.
    pub target: Target,
    /// Why it went in spite of errors, in the user's words; empty where there were none.
    pub waiver: String,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The row's number.
    pub row: u32,
    /// The address.
    pub to: String,
    /// How far it came; none where no message could be made.
    pub entry: Option<Entry>,
    /// What the answer means, or why there is no message.
    pub title: String,
    /// Whether the address should get nothing more.
    #[serde(default)]
    pub gone: bool,
}

impl Line {
    /// How far it came.
    pub fn state(&self) -> Option<State> {
        self.entry.as_ref().map(Entry::state)
    }

    /// The server's words.
    pub fn reply(&self) -> &str {
        self.entry.as_ref().and_then(|entry| entry.reply.as_deref()).unwrap_or_default()
    }
}

/// Writes the head, and takes away the chunks of the journal before.
pub async fn begin(store: &Store, head: &Head) -> Result<(), String> {
    let mut at = 0;
    while store.get(&chunk_name(at)).await?.is_some() {
        store.put(&chunk_name(at), None).await?;
        at += 1;
    }
    write(store, JOURNAL, head).await
}

/// The chunks in which lines stand: their names, and their texts as they are now.
pub fn chunks(lines: &[Line], places: &[usize]) -> Vec<(String, String)> {
    let mut chunks: Vec<usize> = places.iter().map(|place| place / CHUNK).collect();
    chunks.sort_unstable();
    chunks.dedup();
    let text = |chunk: usize| {
        let lines = lines.chunks(CHUNK).nth(chunk).unwrap_or_default();
        (chunk_name(chunk), serde_json::to_string(lines).unwrap_or_default())
    };
    chunks.into_iter().map(text).collect()
}

/// Writes a chunk.
pub async fn note(store: &Store, (name, text): (String, String)) -> Result<(), String> {
    store.put(&name, Some(&JsValue::from_str(&text))).await
}

/// What the store holds. A request that was out when the tab was closed has lost its answer.
pub async fn open(store: &Store) -> Option<(Head, Vec<Line>)> {
    let head: Head = read(store, JOURNAL).await?;
    let mut lines = Vec::new();
    while let Some(chunk) = read::<Vec<Line>>(store, &chunk_name(lines.len() / CHUNK)).await {
        let full = chunk.len() == CHUNK;
        lines.extend(chunk);
        if !full {
            break;
        }
    }
    for entry in lines.iter_mut().filter_map(|line: &mut Line| line.entry.as_mut()) {
        let reopened = entry.state().reopened();
        if reopened != entry.state() {
            // From sent to unknown is lawful.
            let _ = entry.step(reopened);
        }
    }
    Some((head, lines))
}

/// The lines of one state, or all of them, as a table for a spreadsheet.
pub fn as_csv(lines: &[Line], wanted: Option<State>) -> String {
    let mut text = String::from("row,address,state,id,reply\r\n");
    for line in lines.iter().filter(|line| wanted.is_none() || line.state() == wanted) {
        let id = line.entry.as_ref().and_then(|entry| entry.id.as_deref()).unwrap_or_default();
        let reply = if line.entry.is_some() { line.reply() } else { &line.title };
        let state = line.state().map_or("no message", State::as_str);
        let cells = [&line.to, state, id, reply].map(quoted);
        text.push_str(&[&line.row.to_string(), ",", &cells.join(","), "\r\n"].concat());
    }
    text
}

/// A cell in quotes. What a spreadsheet would take for a formula gets an apostrophe.
fn quoted(cell: &str) -> String {
    let defused = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    ["\"", defused, &cell.replace('"', "\"\""), "\""].concat()
}

fn chunk_name(at: usize) -> String {
    [JOURNAL, ":", &at.to_string()].concat()
}

async fn write<T: Serialize>(store: &Store, name: &str, value: &T) -> Result<(), String> {
    let text = serde_json::to_string(value).unwrap_or_default();
    store.put(name, Some(&JsValue::from_str(&text))).await
}

async fn read<T: for<'de> Deserialize<'de>>(store: &Store, name: &str) -> Option<T> {
    let text = store.get(name).await.ok()??.as_string()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_hold_any_answer() {
        let mut entry = Entry::queued("k");
        entry.step(State::Sent).unwrap();
        entry.answer(&relays::Answer::Refused { reply: "550 \"no\"\n550 never".into() }).unwrap();
        let line = Line {
            row: 2,
            to: "=a@example.com".into(),
            entry: Some(entry),
            title: String::new(),
            gone: false,
        };
        let csv = as_csv(std::slice::from_ref(&line), None);
        assert_eq!(csv.lines().next(), Some("row,address,state,id,reply"));
        assert!(
            csv.contains("2,\"'=a@example.com\",\"refused\",\"\",\"550 \"\"no\"\"\n550 never\""),
            "{csv}"
        );
        assert_eq!(as_csv(&[line], Some(State::Accepted)).lines().count(), 1);
    }
}
