//! One turn: the letters of one request, from the engine to the journal, to the relay, and back to the journal.

use super::super::silence::Pause;
use super::post::{What, ask, post};
use super::{Phase, Run};
use crate::platform::clock;
use crate::platform::store::Store;
use crate::workbench::Workbench;
use engine::protocol::{Asked, Followed, MessageHead, Outcome};
use relays::Answer;

impl Run {
    fn what(&self) -> What {
        let head = self.head.clone();
        What { letter: head.letter, now: head.now, seed: head.seed, target: head.target }
    }

    /// Hands the letters at these positions over. An error stops the run; what the relay says of a letter is none.
    pub(super) async fn turn(&self, bench: &Workbench, store: &Store, at: Vec<usize>) -> Result<(), Pause> {
        let what = self.what();
        let Some((mut asked, mut body)) = self.first(bench, store, &what, at).await? else { return Ok(()) };
        let mut places = Vec::new();
        loop {
            // Only the request that sends leaves a letter in doubt, so what prepares it is not noted.
            if asked.sends {
                self.paced(asked.heads.len()).await;
                // The user may have paused it meanwhile.
                if self.work.borrow().phase != Phase::Running {
                    return Ok(());
                }
                places = self.enter(store, &asked.heads).await?;
            }
            let (followed, silence) = post(bench, &what.target, &asked, &body).await?;
            let next = match followed {
                Followed::Ask(next) => next,
                Followed::Wait(seconds, next) => {
                    clock::pause(seconds.saturating_mul(1_000)).await;
                    next
                }
                over => {
                    if places.is_empty() {
                        places = self.enter(store, &asked.heads).await?;
                    }
                    let at = asked.heads.iter().map(|head| head.at).collect();
                    return self.end(bench, store, &places, at, over, silence).await;
                }
            };
            let at = asked.heads.iter().map(|head| head.at).collect();
            (asked, body) = ask(bench, &what, at, Some(next), None).await?;
        }
    }

    /// The first request, of letters that may go. `None` where all of them had their turn.
    async fn first(
        &self,
        bench: &Workbench,
        store: &Store,
        what: &What,
        mut at: Vec<usize>,
    ) -> Result<Option<(Asked, js_sys::Uint8Array)>, Pause> {
        loop {
            let known = self.work.borrow().known.clone();
            let (mut asked, body) = ask(bench, what, at.clone(), known, None).await?;
            let total = self.work.borrow().total;
            if asked.heads.iter().chain(&asked.failed).any(|head| head.of != total) {
                return Err("the list changed while letters went out".into());
            }
            let seen = |at: &usize| asked.heads.iter().chain(&asked.failed).any(|head| head.at == *at);
            let left: Vec<usize> = at.iter().copied().filter(|at| !seen(at)).collect();
            self.work.borrow_mut().give_back(left);
            for head in std::mem::take(&mut asked.failed) {
                let place = self.work.borrow_mut().enter_failed(head);
                if let Some(place) = place {
                    self.note(store, &[place]).await?;
                    self.draw(false);
                }
            }
            let open: Vec<usize> = {
                let work = self.work.borrow();
                let may_go = |head: &&MessageHead| work.may_go(&head.idempotency_key, what.target.knows_key);
                asked.heads.iter().filter(may_go).map(|head| head.at).collect()
            };
            if open.is_empty() {
                return Ok(None);
            }
            if open.len() == asked.heads.len() {
                return Ok(Some((asked, body)));
            }
            at = open;
        }
    }

    /// Enters letters into the journal as sent, before they are.
    async fn enter(&self, store: &Store, heads: &[MessageHead]) -> Result<Vec<usize>, Pause> {
        let places: Result<Vec<usize>, String> = {
            let mut work = self.work.borrow_mut();
            heads.iter().map(|head| work.enter(head)).collect()
        };
        let places = places?;
        self.note(store, &places).await?;
        Ok(places)
    }

    /// Writes down what came of it.
    async fn end(
        &self,
        bench: &Workbench,
        store: &Store,
        places: &[usize],
        at: Vec<usize>,
        over: Followed,
        silence: Option<Pause>,
    ) -> Result<(), Pause> {
        let later = |after_secs, reply: &str| {
            let one = Outcome::Later { after_secs, reply: reply.to_owned() };
            vec![one; places.len()]
        };
        match over {
            Followed::Done(outcomes, kept) => {
                self.work.borrow_mut().known = Some(kept);
                let too_many = self.settle(store, places, outcomes).await?;
                match silence {
                    Some(silence) => Err(silence),
                    None if too_many => Err(Pause {
                        why: "more than one in five of the last letters was refused".into(),
                        todo: "Look at the answers below before you resume".into(),
                    }),
                    None => Ok(()),
                }
            }
            Followed::Split { reply } => {
                // Nothing was taken; halves tell which letter is to blame.
                self.settle(store, places, later(None, &reply)).await?;
                let (first, second) = at.split_at(at.len() / 2);
                Box::pin(self.turn(bench, store, first.to_vec())).await?;
                Box::pin(self.turn(bench, store, second.to_vec())).await
            }
            Followed::Halt { after_secs, reply } => {
                self.settle(store, places, later(after_secs, &reply)).await?;
                Err(Pause {
                    why: ["the relay takes nothing now: ", &reply].concat(),
                    todo: "Mend what it names, such as the key, then resume".into(),
                })
            }
            // The caller keeps these.
            Followed::Ask(_) | Followed::Wait(..) => Ok(()),
        }
    }

    /// Enters outcomes, and says whether there were too many refusals lately.
    async fn settle(&self, store: &Store, places: &[usize], outcomes: Vec<Outcome>) -> Result<bool, Pause> {
        let mut too_many = false;
        {
            let mut work = self.work.borrow_mut();
            for (place, outcome) in places.iter().zip(outcomes) {
                let (answer, title, gone) = read(outcome);
                let refused = matches!(answer, Answer::Refused { .. });
                if let Some(line) = work.lines.get_mut(*place) {
                    (line.title, line.gone) = (title, gone);
                    if let Some(entry) = &mut line.entry {
                        entry.answer(&answer).map_err(|unlawful| unlawful.to_string())?;
                    }
                }
                too_many |= work.threshold.as_mut().is_some_and(|threshold| threshold.count(refused));
            }
        }
        self.note(store, places).await?;
        self.draw(false);
        Ok(too_many)
    }

    /// Waits for the user's own rate, and the relay's.
    async fn paced(&self, letters: usize) {
        let gap = |rate: u32, of: usize| if rate == 0 { 0.0 } else { 1_000.0 * of as f64 / f64::from(rate) };
        let gap = gap(self.head.rate, letters).max(gap(self.head.target.per_second, 1));
        if gap == 0.0 {
            return;
        }
        let now = clock::now_millis();
        let wait = {
            let mut work = self.work.borrow_mut();
            // A clock that was set back makes nobody wait for hours.
            let free_at = if work.free_at > now + 60_000.0 { now } else { work.free_at.max(now) };
            work.free_at = free_at + gap;
            free_at - now
        };
        if wait >= 1.0 {
            clock::pause(wait as u32).await;
        }
    }
}

/// An outcome as the journal has it, what it means, and whether the address should get nothing more.
fn read(outcome: Outcome) -> (Answer, String, bool) {
    match outcome {
        Outcome::Accepted { id, reply } => (Answer::Accepted { id, reply }, String::new(), false),
        Outcome::Refused { reply, title, gone, .. } => (Answer::Refused { reply }, title, gone),
        Outcome::Later { after_secs, reply } => (Answer::Later { after_secs, reply }, String::new(), false),
        Outcome::Unknown { reply } => (Answer::Unknown { reply }, String::new(), false),
    }
}
