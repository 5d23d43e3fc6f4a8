//! The batch, written in chunks.

use super::{Events, Job, Pace, Turn};
use crate::desk::Desk;
use crate::protocol::{Event, ExportPlan, ExportReport};
use compose::Letter;
use outbox::{BatchFormat, Composer, Export, Mark, Options};

/// Bytes of messages in a step: about a millisecond's work.
const STEP_BYTES: usize = 256 * 1024;
/// Chunks are gathered to this size before they go on: each crossing costs.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Chunks between two entries of the journal, before each of which a disk has to write all that it holds.
const CHUNKS_AN_ENTRY: u32 = 8;

struct Exporting {
    export: Export<'static>,
    stem: String,
    format: BatchFormat,
    plan: ExportPlan,
    pace: Pace,
    gathered: Vec<u8>,
    manifest: Vec<u8>,
    /// Where the batch could end, a place for each chunk.
    marks: Vec<Mark>,
    chunks: u32,
    /// What is to be said first.
    first: Events,
}

/// What is to be exported.
pub struct Wanted<'w> {
    /// The letter.
    pub letter: &'w Letter,
    /// The format's name.
    pub format: &'w str,
    /// Date and seed.
    pub options: Options,
    /// How it is written.
    pub plan: ExportPlan,
}

/// Begins an export of the list on the desk, or goes on with the one that a journal tells of. `written` is how many bytes of
/// that one there are.
///
/// # Errors
/// Why there is nothing to write, or why it can't go on, for people.
pub fn start(desk: &mut Desk, wanted: Wanted<'_>, journal: &[u8]) -> Result<Box<dyn Job>, String> {
    let Wanted { letter, format, options, plan } = wanted;
    let known = BatchFormat::from_name(format).filter(|format| !format.is_folder());
    let format = known.ok_or_else(|| format!("there is no export as {format:?}"))?;
    let compiled = desk.letter(letter).compiled.ok_or("the letter has an error that stops it")?;
    let list = desk.list.as_ref().ok_or("there is no list")?;
    let stem = stem(&list.name);
    let composer = Composer::new(compiled, options).with_files(desk.files.clone());
    let mut export = Export::new(composer, format, list.judged.lent(), Box::new(list.judged.clone()))
        .in_parts(plan.split, &stem)
        .starting_at(plan.from);
    let mut first = Events::new();
    if let Some((written, journal)) = journal.split_first_chunk::<8>() {
        let resumed = export
            .resume(journal, u64::from_le_bytes(*written))
            .map_err(|why| format!("the export can't go on: {why}"))?;
        first.push((Event::Resumed { bytes: resumed.bytes, journal: resumed.journal }, None));
        if let Some(mark) = export.mark().filter(|_| plan.end) {
            export.end_at(mark);
        }
    }
    Ok(Box::new(Exporting {
        export,
        stem,
        format,
        plan,
        pace: Pace::default(),
        gathered: Vec::new(),
        manifest: Vec::new(),
        marks: Vec::new(),
        chunks: 0,
        first,
    }))
}

impl Job for Exporting {
    fn step(&mut self, _desk: &mut Desk) -> Turn {
        let mut events = std::mem::take(&mut self.first);
        let chunk = self.export.step(STEP_BYTES);
        self.gathered.extend_from_slice(&chunk.bytes);
        self.manifest.extend_from_slice(&chunk.manifest);
        let ends = chunk.part_finished;
        if self.gathered.len() >= CHUNK_BYTES || ends && !self.gathered.is_empty() {
            events.push((Event::Chunk, Some(std::mem::take(&mut self.gathered))));
            self.marks.extend(self.export.mark());
            self.chunks += 1;
            if self.plan.journal && self.chunks.is_multiple_of(CHUNKS_AN_ENTRY) {
                let entry = self.export.journal();
                events.extend((!entry.is_empty()).then_some((Event::Journal, Some(entry))));
            }
        }
        if self.manifest.len() >= CHUNK_BYTES || chunk.finished && !self.manifest.is_empty() {
            events.push((Event::ManifestChunk, Some(std::mem::take(&mut self.manifest))));
        }
        if ends && self.plan.split.is_some() {
            events.push((Event::PartEnds { file_name: self.file_name(&chunk.part_name) }, None));
        }
        events.extend(self.pace.say(chunk.done, chunk.total));
        if !chunk.finished {
            return Turn::More(events);
        }
        let counts = self.export.counts();
        let report = ExportReport {
            file_name: self.file_name(""),
            media_type: self.format.media_type().into(),
            messages: usize::try_from(counts.kept).unwrap_or(usize::MAX),
            failed: self.export.failed().to_vec(),
            bytes: self.export.bytes(),
            rest: self.export.rest(),
            parts: chunk.part,
        };
        events.push((Event::Exported(Box::new(report)), None));
        Turn::Done(events)
    }

    fn end_within(&mut self, room: u64) -> Option<u64> {
        let mark = *self.marks.iter().rev().find(|mark| mark.whole <= room)?;
        self.export.end_at(mark);
        self.gathered.clear();
        self.manifest.clear();
        Some(mark.bytes)
    }
}

impl Exporting {
    /// The name that a part's file should get; a rest that begins later in the list says where.
    fn file_name(&self, part: &str) -> String {
        let mut name = self.stem.clone();
        if self.plan.from > 0 {
            name.push_str(&format!("-from-{}", self.plan.from + 1));
        }
        if !part.is_empty() {
            name.push('-');
            name.push_str(part);
        }
        format!("{name}.{}", self.format.extension())
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
