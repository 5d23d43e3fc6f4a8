//! Exports that are held, interrupted, ended early and parted, as the worker drives them.
#![allow(clippy::unwrap_used, reason = "these are tests; the helpers too")]

use compose::{Format, Letter};
use engine::protocol::{Event, ExportPlan, ExportReport, Request, Split, VerifyReport};
use engine::{Answer, Engine};
use outbox::Batch;
use recipients::ReadOptions;
use std::io::Cursor;

const ROWS: usize = 600;

/// An engine with a list long enough for several chunks.
fn engine() -> Engine {
    let mut engine = Engine::default();
    let noise = |row: usize| {
        // A small generator (xorshift), so that every row has other letters, and always the same.
        let mut state = row as u64 + 0x9e37_79b9;
        let letter = |_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(b'a' + (state % 26) as u8)
        };
        (0..12_000).map(letter).collect::<String>()
    };
    let rows: String = (0..ROWS).map(|i| format!("r{i}@example.com,Reader {i},{}\n", noise(i))).collect();
    let request = Request::ReadList {
        name: "people.csv".into(),
        options: ReadOptions::default(),
        mapping: None,
        suppressed: Vec::new(),
        segment: String::new(),
    };
    engine.run(request, format!("email,name,noise\n{rows}").into_bytes());
    engine
}

fn request(plan: ExportPlan) -> Request {
    // What can't be pressed, so that a zip grows as fast as the letters do.
    let body = "<p>Hello {{ name }}: {{ name|upper }}</p><p>{{ noise }}</p>".to_owned();
    let letter = Letter {
        subject: "For {{ name }}".into(),
        from: "news@example.com".into(),
        format: Format::Html,
        body,
        ..Letter::default()
    };
    Request::Export { letter, format: "zip".into(), now: 1_800_000_000, seed: 7, plan }
}

/// What a disk holds of an export.
#[derive(Default)]
struct Disk {
    batch: Vec<u8>,
    journal: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
    report: Option<ExportReport>,
}

impl Disk {
    fn take(&mut self, answers: Vec<Answer>) {
        for answer in answers {
            let bytes = answer.bytes.unwrap_or_default();
            match answer.event {
                Event::Chunk => self.batch.extend(bytes),
                Event::Journal => self.journal.extend(bytes),
                Event::Resumed { bytes, journal } => {
                    self.batch.truncate(usize::try_from(bytes).unwrap());
                    self.journal.truncate(usize::try_from(journal).unwrap());
                }
                Event::PartEnds { file_name } => {
                    self.parts.push((file_name, std::mem::take(&mut self.batch)));
                }
                Event::Exported(report) => self.report = Some(*report),
                Event::Progress { .. } => (),
                other => panic!("expected an export, but got {other:?}"),
            }
        }
    }

    /// Works until the export ended, or until the condition holds.
    fn run(&mut self, engine: &mut Engine, until: impl Fn(&Disk) -> bool) {
        loop {
            let mut answers = Vec::new();
            let more = engine.step(&mut answers);
            self.take(answers);
            if !more || until(self) {
                return;
            }
        }
    }

    fn beside(&self) -> Vec<u8> {
        [&(self.batch.len() as u64).to_le_bytes()[..], &self.journal].concat()
    }
}

fn whole(plan: ExportPlan) -> Disk {
    let (mut engine, mut disk) = (engine(), Disk::default());
    engine.accept(1, request(plan), Vec::new());
    disk.run(&mut engine, |_| false);
    disk
}

#[track_caller]
fn is_batch(bytes: &[u8], kept: u64) {
    let mut batch = Batch::open(Cursor::new(bytes)).unwrap();
    assert_eq!(batch.manifest().counts.kept, kept);
    assert_eq!(batch.verify().finish(), []);
}

#[test]
fn an_interrupted_export_goes_on_in_a_new_engine_or_ends_there() {
    let journal = ExportPlan { journal: true, ..ExportPlan::default() };
    let mut disk = Disk::default();
    let mut first = engine();
    first.accept(1, request(journal.clone()), Vec::new());
    disk.run(&mut first, |disk| !disk.journal.is_empty());
    disk.run(&mut first, |disk| disk.batch.len() > 10 << 20);
    assert!(disk.report.is_none(), "the export is not long enough to be interrupted");

    let mut second = Disk { batch: disk.batch.clone(), journal: disk.journal.clone(), ..Disk::default() };
    let mut again = engine();
    again.accept(1, request(journal.clone()), second.beside());
    second.run(&mut again, |_| false);
    assert!(second.batch == whole(journal.clone()).batch, "other bytes than without an interruption");

    let mut ended = Disk { batch: disk.batch.clone(), journal: disk.journal.clone(), ..Disk::default() };
    let mut again = engine();
    again.accept(1, request(ExportPlan { end: true, ..journal }), ended.beside());
    ended.run(&mut again, |_| false);
    let report = ended.report.unwrap();
    let rest = report.rest.unwrap();
    assert_eq!(report.messages, rest);
    is_batch(&ended.batch, rest as u64);
    let rest_of_it = whole(ExportPlan { from: rest, ..ExportPlan::default() });
    assert_eq!(rest_of_it.report.as_ref().unwrap().file_name, format!("people-from-{}.zip", rest + 1));
    is_batch(&rest_of_it.batch, (ROWS - rest) as u64);
}

#[test]
fn an_export_ends_within_the_room_that_there_is() {
    let (mut engine, mut disk) = (engine(), Disk::default());
    engine.accept(1, request(ExportPlan::default()), Vec::new());
    disk.run(&mut engine, |disk| disk.batch.len() > 6 << 20);
    let room = 6 << 20;
    assert_eq!(engine.end_export(1, 1_000), None, "there is no room for a single chunk");
    let counts = engine.end_export(1, room).unwrap();
    disk.batch.truncate(usize::try_from(counts).unwrap());
    disk.run(&mut engine, |_| false);
    assert!(disk.batch.len() as u64 <= room);
    let report = disk.report.unwrap();
    is_batch(&disk.batch, report.rest.unwrap() as u64);
    assert_eq!(engine.end_export(1, room), None, "it ended");
}

#[test]
fn a_held_export_waits_and_nothing_else_does() {
    let (mut engine, mut disk) = (engine(), Disk::default());
    engine.accept(1, request(ExportPlan::default()), Vec::new());
    disk.run(&mut engine, |disk| !disk.batch.is_empty());
    engine.hold(1, true);
    let mut answers = Vec::new();
    assert!(!engine.step(&mut answers) && answers.is_empty());
    engine.accept(2, Request::CountSegment { text: "name != ''".into() }, Vec::new());
    while engine.step(&mut answers) {}
    assert!(answers.iter().any(|a| matches!(a.event, Event::Segment(_))), "{answers:?}");
    engine.hold(1, false);
    disk.run(&mut engine, |_| false);
    is_batch(&disk.batch, ROWS as u64);
}

#[test]
fn parts_are_batches_of_their_own() {
    let split = Split { messages: Some(250), ..Split::default() };
    let disk = whole(ExportPlan { split, ..ExportPlan::default() });
    let names: Vec<_> = disk.parts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["people-001.zip", "people-002.zip", "people-003.zip"]);
    assert_eq!(disk.report.unwrap().parts, 3);
    for ((_, bytes), kept) in disk.parts.iter().zip([250, 250, 100]) {
        is_batch(bytes, kept);
    }
}

#[test]
fn an_export_of_another_letter_does_not_go_on() {
    let journal = ExportPlan { journal: true, ..ExportPlan::default() };
    let (mut first, mut disk) = (engine(), Disk::default());
    first.accept(1, request(journal.clone()), Vec::new());
    disk.run(&mut first, |disk| !disk.journal.is_empty());
    let Request::Export { letter, format, now, seed, plan } = request(journal) else { panic!() };
    let letter = Letter { subject: "Another".into(), ..letter };
    let other = Request::Export { letter, format, now, seed, plan };
    let answers = engine().run(other, disk.beside());
    assert!(
        matches!(answers.as_slice(), [(Event::Failed { message }, _)] if message.contains("letter has changed")),
        "{answers:?}"
    );
}

fn verified(batch: Vec<u8>) -> Result<VerifyReport, String> {
    let mut engine = Engine::default();
    engine.verify(1, Box::new(Cursor::new(batch)));
    let mut answers = Vec::new();
    while engine.step(&mut answers) {}
    match answers.pop().map(|answer| answer.event) {
        Some(Event::Verified(report)) => Ok(*report),
        Some(Event::Failed { message }) => Err(message),
        other => panic!("expected a proof, but got {other:?}"),
    }
}

#[test]
fn a_batch_is_proved_in_steps() {
    let split = Split { messages: Some(20), ..Split::default() };
    let disk = whole(ExportPlan { split, from: ROWS - 20, ..ExportPlan::default() });
    let batch = disk.parts[0].1.clone();
    let report = verified(batch.clone()).unwrap();
    assert_eq!((report.rows, report.messages, report.problems), (20, 20, Vec::new()));
    let mut changed = batch.clone();
    changed[200] ^= 1;
    assert!(!verified(changed).unwrap().problems.is_empty());
    assert!(verified(batch[..100].to_vec()).unwrap_err().contains("its end is missing"));
    assert!(verified(Vec::new()).is_err());
}
