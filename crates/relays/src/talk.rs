//! A hand-over to a relay, request by request. Whoever has a socket asks what to send, sends it, and gives the answer
//! back.

use crate::answering::{Outcome, Path, Seen, all, any};
use crate::building::build;
use crate::outgoing::Outgoing;
use crate::preset::{Preset, PresetError, Settings};
use crate::request::HttpRequest;
use crate::{Answer, HttpResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How often a step is asked again before it is given up; a few seconds apart.
const ROUNDS: u32 = 60;
/// Seconds between two of them.
const BETWEEN: u32 = 2;

/// The letters of one request on their way.
#[derive(Debug)]
pub struct Talk<'a> {
    preset: &'a Preset,
    letters: Vec<&'a Outgoing>,
    stage: Stage,
}

/// How far a hand-over is: what is kept between two requests by those who don't keep the [`Talk`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stage {
    /// The settled settings, and what earlier answers gave.
    pub vars: Settings,
    /// Which of the preset's requests is next, from 0.
    pub step: usize,
    /// How often it was asked already.
    pub rounds: u32,
}

/// What follows an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Ask for the next request.
    Ask,
    /// Ask for it after so many seconds.
    Wait(u32),
    /// It is over.
    Done(Outcome),
}

impl<'a> Talk<'a> {
    /// Begins. `vars` are the settled settings, and what [`Talk::kept`] gave after an earlier one.
    pub fn new(preset: &'a Preset, vars: Settings, letters: Vec<&'a Outgoing>) -> Talk<'a> {
        Talk::at(preset, Stage { vars, ..Stage::default() }, letters)
    }

    /// Goes on from a stage.
    pub fn at(preset: &'a Preset, stage: Stage, letters: Vec<&'a Outgoing>) -> Talk<'a> {
        let mut talk = Talk { preset, letters, stage };
        talk.skip_known();
        talk
    }

    /// How far it is.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    fn skip_known(&mut self) {
        while self.is_known(self.stage.step) {
            self.stage.step += 1;
        }
    }

    /// Whether a step was made before, for all hand-overs.
    fn is_known(&self, at: usize) -> bool {
        let step = self.preset.step.get(at);
        step.is_some_and(|step| step.once && step.take.keys().all(|name| self.stage.vars.contains_key(name)))
    }

    /// The request to send now, without the caller's key.
    ///
    /// # Errors
    /// A preset that can't work, or letters that are too large for one request.
    pub fn request(&self) -> Result<HttpRequest, PresetError> {
        let step = self.preset.step.get(self.stage.step);
        let step = step.ok_or_else(|| PresetError::Broken("there is no request".to_owned()))?;
        build(self.preset, step, &self.stage.vars, &self.letters)
    }

    /// Which of the preset's requests is next, from 0.
    pub fn step(&self) -> usize {
        self.stage.step
    }

    /// Whether the request that is next is the one that sends: only its loss leaves open whether letters went.
    pub fn sends(&self) -> bool {
        self.stage.step + 1 >= self.preset.step.len()
    }

    /// Takes the answer, or the network's words where none came. `now` is in seconds since 1970.
    pub fn answer(&mut self, response: Result<&HttpResponse, &str>, now: i64) -> Next {
        if self.sends() {
            return Next::Done(self.preset.answer.read(&self.letters, response, now));
        }
        let Some(step) = self.preset.step.get(self.stage.step) else {
            return self.later("there is no such step");
        };
        let response = match response {
            Ok(response) => response,
            // Nothing was sent yet, so nothing is in doubt.
            Err(words) => return self.later(words),
        };
        let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
        let seen = Seen { response, body: &body };
        if !(200..300).contains(&response.status) || any(&self.preset.answer.halt, &seen) {
            return self.failed(response, step.once, now);
        }
        if !all(&step.until, &seen) {
            self.stage.rounds += 1;
            return if self.stage.rounds < ROUNDS {
                Next::Wait(BETWEEN)
            } else {
                self.later("it took too long")
            };
        }
        for (name, path) in &step.take {
            match Path::text(path, &seen) {
                Some(value) => drop(self.stage.vars.insert(name.clone(), value)),
                None => return self.failed(response, step.once, now),
            }
        }
        self.stage.rounds = 0;
        self.stage.step += 1;
        self.skip_known();
        Next::Ask
    }

    /// What serves later hand-overs too: the settings and the values of steps that are made once.
    pub fn kept(&self) -> Settings {
        let own = |name: &String| self.preset.settings.iter().any(|setting| &setting.name == name);
        let once =
            |name: &String| self.preset.step.iter().any(|step| step.once && step.take.contains_key(name));
        self.stage
            .vars
            .iter()
            .filter(|(name, _)| own(name) || once(name))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect()
    }

    /// A preparing request that was not answered with a yes. Nothing was sent.
    fn failed(&self, response: &HttpResponse, for_all: bool, now: i64) -> Next {
        let read = self.preset.answer.read(&self.letters, Ok(response), now);
        Next::Done(match read {
            Outcome::Each(answers) if for_all => {
                let words = answers.into_iter().next().map(|answer| match answer {
                    Answer::Refused { reply }
                    | Answer::Unknown { reply }
                    | Answer::Accepted { reply, .. } => (None, reply),
                    Answer::Later { after_secs, reply } => (after_secs, reply),
                });
                let (after_secs, reply) = words.unwrap_or_default();
                Outcome::Halt { after_secs, reply }
            }
            Outcome::Each(answers) => {
                let sure = |answer| match answer {
                    Answer::Unknown { reply } | Answer::Accepted { reply, .. } => {
                        Answer::Later { after_secs: None, reply }
                    }
                    other => other,
                };
                Outcome::Each(answers.into_iter().map(sure).collect())
            }
            other => other,
        })
    }

    fn later(&self, words: &str) -> Next {
        let one = Answer::Later { after_secs: None, reply: words.to_owned() };
        Next::Done(Outcome::Each(vec![one; self.letters.len()]))
    }
}
