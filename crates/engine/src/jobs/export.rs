//! The batch, written in chunks.

use super::{Events, Job, Pace, Turn};
use crate::desk::Desk;
use crate::protocol::{Event, ExportReport};
use compose::Letter;
use outbox::{BatchFormat, Composer, Export, Options};

/// Bytes of messages in a step: about a millisecond's work.
const STEP_BYTES: usize = 256 * 1024;

/// Chunks are gathered to this size before they cross to the page: each crossing costs.
const CHUNK_BYTES: usize = 1024 * 1024;

struct Exporting {
    export: Export<'static>,
    file_name: String,
    media_type: String,
    pace: Pace,
    gathered: Vec<u8>,
    manifest: Vec<u8>,
}

/// Begins an export of the list on the desk.
///
/// # Errors
/// Why there is nothing to write, for people.
pub fn start(
    desk: &mut Desk,
    letter: &Letter,
    format: &str,
    now: i64,
    seed: u64,
) -> Result<Box<dyn Job>, String> {
    let known = BatchFormat::from_name(format).filter(|format| !format.is_folder());
    let format = known.ok_or_else(|| format!("there is no export as {format:?}"))?;
    let compiled = desk.letter(letter).compiled.ok_or("the letter has an error that stops it")?;
    let list = desk.list.as_ref().ok_or("there is no list")?;
    let composer = Composer::new(compiled, Options { now, seed }).with_files(desk.files.clone());
    Ok(Box::new(Exporting {
        export: Export::new(composer, format, list.judged.lent(), Box::new(list.judged.clone())),
        file_name: format!("{}.{}", stem(&list.name), format.extension()),
        media_type: format.media_type().into(),
        pace: Pace::default(),
        gathered: Vec::new(),
        manifest: Vec::new(),
    }))
}

impl Job for Exporting {
    fn step(&mut self, _desk: &mut Desk) -> Turn {
        let chunk = self.export.step(STEP_BYTES);
        self.gathered.extend_from_slice(&chunk.bytes);
        self.manifest.extend_from_slice(&chunk.manifest);
        let mut events: Events = Vec::new();
        if self.gathered.len() >= CHUNK_BYTES || chunk.finished && !self.gathered.is_empty() {
            events.push((Event::Chunk, Some(std::mem::take(&mut self.gathered))));
        }
        events.extend(self.pace.say(chunk.done, chunk.total));
        if !chunk.finished {
            return Turn::More(events);
        }
        let counts = self.export.counts();
        let report = ExportReport {
            file_name: std::mem::take(&mut self.file_name),
            media_type: std::mem::take(&mut self.media_type),
            messages: usize::try_from(counts.kept).unwrap_or(usize::MAX),
            failed: self.export.failed().to_vec(),
            bytes: self.export.bytes(),
        };
        let manifest = (!self.manifest.is_empty()).then(|| std::mem::take(&mut self.manifest));
        events.push((Event::Exported(Box::new(report)), manifest));
        Turn::Done(events)
    }
}

/// The list's name without its extension, as the name of the batch.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let safe: String =
        stem.chars().map(|c| if c.is_alphanumeric() || "-_ .".contains(c) { c } else { '-' }).collect();
    let safe = safe.trim_matches(['.', ' ']).to_owned();
    if safe.is_empty() { "letters".into() } else { safe }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_file_name_leads_nowhere_else() {
        assert_eq!(stem("members.csv"), "members");
        assert_eq!(stem("../../etc/passwd.csv"), "-..-etc-passwd");
        assert_eq!(stem("a/b\\c:d.csv"), "a-b-c-d");
        assert_eq!(stem(".csv"), "letters");
    }
}
