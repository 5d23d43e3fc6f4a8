//! The façade of the engine: requests in, events out, long jobs in steps, cancel.
//!
//! It owns the table and the compiled letter. It runs in the web worker, in the native command and in tests,
//! and knows neither a clock nor a file: both come with the request.

pub mod batch;
pub mod campaign;
mod changes;
mod desk;
pub mod files;
mod findings;
mod jobs;
pub mod list;
pub mod parts;
mod placeholders;
pub mod protocol;
pub mod reference;
pub mod segment;
mod tasks;

pub use changes::Change;
pub use placeholders::placeholders;

use desk::Desk;
pub use jobs::verify::Source;
use jobs::{Job, Turn};
use protocol::{Event, Request, RequestId};
use std::collections::{BTreeSet, VecDeque};
use tasks::compose::Review;

/// An event, the request that it answers, and the bytes that go beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The request.
    pub id: RequestId,
    /// What there is to say.
    pub event: Event,
    /// Bytes of an export or of a message.
    pub bytes: Option<Vec<u8>>,
}

impl Answer {
    fn plain(id: RequestId, event: Event) -> Answer {
        Answer { id, event, bytes: None }
    }
}

struct Waiting {
    id: RequestId,
    request: Request,
    bytes: Vec<u8>,
    /// Octets of the whole file, where more of them are to come.
    size: Option<usize>,
}

/// The engine. Feed it with [`Engine::accept`], then call [`Engine::step`] until it says that nothing waits.
#[derive(Default)]
pub struct Engine {
    desk: Desk,
    waiting: VecDeque<Waiting>,
    jobs: VecDeque<(RequestId, Box<dyn Job>)>,
    /// Jobs that wait, as whoever takes their answers has no room for more.
    held: BTreeSet<RequestId>,
    /// Jobs that wait for more of their file.
    asleep: Vec<(RequestId, Box<dyn Job>)>,
    /// What is still to be said of the newest preview.
    review: Option<(RequestId, Review)>,
    ready: Vec<Answer>,
}

impl Engine {
    /// Takes a request; the bytes are those beside it, or empty.
    ///
    /// A question of which only the newest answer matters takes the place of an older one that still waits. The
    /// older one is not answered.
    pub fn accept(&mut self, id: RequestId, request: Request, bytes: Vec<u8>) {
        if let Request::Cancel { id } = request {
            if self.give_up(id) {
                self.ready.push(Answer::plain(id, Event::Cancelled));
            }
            return;
        }
        if newest_only(&request) {
            let kind = std::mem::discriminant(&request);
            self.waiting.retain(|waiting| std::mem::discriminant(&waiting.request) != kind);
            if matches!(request, Request::Compose { .. }) {
                self.review = None;
            }
        }
        self.waiting.push_back(Waiting { id, request, bytes, size: None });
    }

    /// Takes a request to read a list from a file of `size` octets, which come in pieces: [`Engine::feed`] takes them.
    pub fn open(&mut self, id: RequestId, request: Request, size: usize) {
        self.waiting.push_back(Waiting { id, request, bytes: Vec::new(), size: Some(size) });
    }

    /// Takes the next octets of a file, and whether they are the last. False where nobody wants them any more.
    pub fn feed(&mut self, id: RequestId, piece: &[u8], last: bool) -> bool {
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.id == id) {
            waiting.bytes.extend_from_slice(piece);
            if last {
                waiting.size = None;
            }
            return true;
        }
        self.jobs.extend(self.asleep.extract_if(.., |(job, _)| *job == id));
        let job = self.jobs.iter_mut().find(|(job, _)| *job == id);
        job.map(|(_, job)| job.feed(piece, last)).is_some()
    }

    /// Forgets a request without an answer; false where there is no such request.
    pub fn give_up(&mut self, id: RequestId) -> bool {
        let count = |engine: &Engine| engine.waiting.len() + engine.jobs.len() + engine.asleep.len();
        let before = count(self);
        self.waiting.retain(|waiting| waiting.id != id);
        self.jobs.retain(|(job, _)| *job != id);
        self.asleep.retain(|(job, _)| *job != id);
        self.held.remove(&id);
        count(self) < before
    }

    /// Works for about a millisecond, or somewhat longer where one thing can't be parted, and adds what there is to
    /// answer. Returns whether more is to be done. Short questions come before the review of the letter, and that before
    /// the next step of a long job, so that a preview waits for nothing.
    pub fn step(&mut self, answers: &mut Vec<Answer>) -> bool {
        answers.append(&mut self.ready);
        if let Some(waiting) = self.waiting.pop_front() {
            self.begin(waiting, answers);
        } else if let Some((id, review)) = self.review.take() {
            answers.push(Answer::plain(id, review.finish(&self.desk)));
        } else if let Some((id, mut job)) =
            self.jobs.iter().position(|(id, _)| !self.held.contains(id)).and_then(|at| self.jobs.remove(at))
        {
            match job.step(&mut self.desk) {
                Turn::More(events) => {
                    answers.extend(events.into_iter().map(|(event, bytes)| Answer { id, event, bytes }));
                    self.jobs.push_back((id, job));
                }
                Turn::Waits(events) => {
                    answers.extend(events.into_iter().map(|(event, bytes)| Answer { id, event, bytes }));
                    self.asleep.push((id, job));
                }
                Turn::Done(events) => {
                    answers.extend(events.into_iter().map(|(event, bytes)| Answer { id, event, bytes }));
                }
            }
        }
        let works = self.jobs.iter().any(|(id, _)| !self.held.contains(id));
        works || !(self.waiting.is_empty() && self.review.is_none() && self.ready.is_empty())
    }

    /// Begins the proof of a batch. Its bytes are read when they are needed, so it may be larger than memory.
    pub fn verify(&mut self, id: RequestId, batch: Box<dyn Source>) {
        match jobs::verify::start(batch) {
            Ok(job) => self.job(id, job),
            Err(message) => self.ready.push(Answer::plain(id, Event::Failed { message })),
        }
    }

    /// Lets a job wait, or go on, while everything else is done.
    pub fn hold(&mut self, id: RequestId, held: bool) {
        if held && self.jobs.iter().any(|(job, _)| *job == id) {
            self.held.insert(id);
        } else {
            self.held.remove(&id);
        }
    }

    /// Ends an export early, as there is room for so many bytes only. What it writes from now on follows upon so many
    /// bytes of what it wrote; `None` where it can't be ended.
    pub fn end_export(&mut self, id: RequestId, room: u64) -> Option<u64> {
        self.held.remove(&id);
        self.jobs.iter_mut().find(|(job, _)| *job == id)?.1.end_within(room)
    }

    /// Answers one request to its end, for callers that have nothing else to do. The native command is one.
    pub fn run(&mut self, request: Request, bytes: Vec<u8>) -> Vec<(Event, Option<Vec<u8>>)> {
        let mut answers = Vec::new();
        self.accept(0, request, bytes);
        while self.step(&mut answers) {}
        answers.into_iter().map(|answer| (answer.event, answer.bytes)).collect()
    }

    fn begin(&mut self, waiting: Waiting, answers: &mut Vec<Answer>) {
        let Waiting { id, request, bytes, size } = waiting;
        let desk = &mut self.desk;
        let (event, bytes) = match request {
            Request::Hello { version } => (Event::Ready { version }, None),
            Request::LetterFields { letter } => (tasks::letter::fields(desk, &letter), None),
            Request::MatchFields { letter, matches } => {
                (tasks::letter::matched(desk, letter, &matches), None)
            }
            Request::WriteLetter { letter, form, now } => tasks::letter::write(desk, &letter, form, now),
            Request::Compose { letter, at, now, source } => {
                let (event, review) = tasks::compose::compose(desk, &letter, at, now, source);
                self.review = Some((id, review));
                (event, None)
            }
            Request::Readers { letter, at } => (tasks::compose::readers(desk, &letter, &at), None),
            Request::Find { search } => (tasks::find::find(desk, &search), None),
            Request::Rows(query) => (tasks::rows::window(desk, &query), None),
            Request::Message { letter, at, now, seed } => {
                tasks::message::message(desk, &letter, at, now, seed)
            }
            request @ (Request::Explain { .. }
            | Request::Bounces(_)
            | Request::Bounce { .. }
            | Request::BounceList { .. }
            | Request::Policies
            | Request::Reference
            | Request::ReadAnswer { .. }
            | Request::Heard(_)) => parts::explain(desk, request, &bytes),
            Request::WriteList { which } => tasks::files::list(desk, which),
            Request::WriteSuppression { entries, hashed } => tasks::files::suppression(&entries, hashed),
            Request::Relays => (tasks::rehearse::cards(), None),
            Request::Rehearse { letter, at, now, seed, relay } => {
                (tasks::rehearse::rehearse(desk, &letter, at, now, seed, &relay), None)
            }
            request @ (Request::ReadLetter { .. }
            | Request::ReadCampaign
            | Request::WriteCampaign { .. }
            | Request::Unzip) => parts::open(desk, request, &bytes),
            Request::Themes => {
                let (presets, fonts) = (::compose::themes().to_vec(), ::compose::fonts().to_vec());
                (Event::Themes { presets, fonts }, None)
            }
            Request::TakeFiles { files } => (tasks::enclose::take(desk, &bytes, &files), None),
            Request::ForgetFiles { names } => (tasks::enclose::forget(desk, &names), None),
            Request::Ask(ask) => tasks::hand_over::ask(desk, *ask),
            Request::DropList => {
                self.interrupt(answers);
                self.desk.drop_list();
                return;
            }
            // From here on jobs. What changes the list ends the jobs that go over it.
            Request::ReadList { name, options, mapping, suppressed, segment } => {
                self.interrupt(answers);
                let wishes = jobs::read_list::Wishes { mapping, suppressed, segment };
                return self.job(id, jobs::read_list::start(name, bytes, size, &options, wishes));
            }
            Request::Judge { mapping, suppressed, segment } => {
                self.interrupt(answers);
                return match jobs::judge::start(&mut self.desk, mapping, suppressed, segment) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::ChangeList(change) => {
                self.interrupt(answers);
                return match jobs::judge::change(&mut self.desk, &change) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::UndoChange => {
                self.interrupt(answers);
                return match jobs::judge::undo(&mut self.desk) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::Tour { letter } => {
                return match jobs::tour::start(desk, &letter) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::ReportFiles { letter } => {
                return match jobs::files::start(desk, &letter) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::CountSegment { text } => {
                return match jobs::count::start(desk, &text) {
                    Ok(job) => self.job(id, job),
                    Err(count) => answers.push(Answer::plain(id, Event::Segment(count))),
                };
            }
            Request::Check { letter, now } => {
                return match jobs::check::start(desk, &letter, now) {
                    Ok(job) => self.job(id, job),
                    Err(report) => answers.push(Answer::plain(id, Event::Checked(report))),
                };
            }
            Request::Export { letter, format, now, seed, plan } => {
                let options = outbox::Options { now, seed };
                let wanted = jobs::export::Wanted { letter: &letter, format: &format, options, plan };
                return match jobs::export::start(desk, wanted, &bytes) {
                    Ok(job) => self.job(id, job),
                    Err(message) => answers.push(Answer::plain(id, Event::Failed { message })),
                };
            }
            Request::Verify => {
                // `verify` takes the batch; a request alone has none.
                (Event::Failed { message: "there is no batch to look at".into() }, None)
            }
            Request::Cancel { .. } => return, // `accept` has answered it
        };
        answers.push(Answer { id, event, bytes });
    }

    fn job(&mut self, id: RequestId, job: Box<dyn Job>) {
        self.jobs.push_back((id, job));
    }

    /// Ends every running job: the rows that they go over are about to change.
    fn interrupt(&mut self, answers: &mut Vec<Answer>) {
        self.held.clear();
        let running = self.jobs.drain(..).chain(self.asleep.drain(..));
        answers.extend(running.map(|(id, _)| Answer::plain(id, Event::Cancelled)));
    }
}

fn newest_only(request: &Request) -> bool {
    matches!(
        request,
        Request::Compose { .. }
            | Request::Rows(_)
            | Request::Explain { .. }
            | Request::Bounces(_)
            | Request::CountSegment { .. }
            | Request::Find { .. }
            | Request::ReportFiles { .. }
            | Request::Readers { .. }
    )
}
