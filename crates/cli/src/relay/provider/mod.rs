//! A provider behind the relay, spoken to by its preset.

mod http;
mod key;
mod letter;
mod options;

use http::{Client, Lost};
pub use key::{Key, private, read_key};
pub use letter::outgoing;
pub use options::ProviderTarget;

use super::{Delivery, Message, Trouble, clock};
use crate::fail::Fail;
use mail::{EnhancedStatusCode, Reply, ReplyCode};
use relays::{Answer, Next, Outcome, Outgoing, Preset, PresetError, Settings, Talk};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A provider, its settings and the key to it.
#[derive(Debug, Clone)]
pub struct Provider {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    preset: Preset,
    settings: Settings,
    key: Key,
    client: Client,
    /// What earlier hand-overs learned, such as a JMAP session.
    known: Mutex<Option<Settings>>,
}

impl Provider {
    /// Reads the key and settles the settings. Nothing is connected yet.
    ///
    /// # Errors
    /// A setting or a key that is missing.
    pub fn open(target: &ProviderTarget, key: Key) -> Result<Provider, Fail> {
        let wrong = |error: PresetError| Fail::new(format!("--relay preset:{}: {error}", target.preset.id));
        let settings = target.preset.settle(&target.settings).map_err(wrong)?;
        if target.preset.auth.needs_key() && key.is_empty() {
            return Err(Fail::new(format!(
                "preset:{} needs a key: set POSTROOM_KEY or name a file with --key-file FILE",
                target.preset.id
            )));
        }
        let client = Client::new(target.timeout);
        let known = Mutex::new(None);
        let inner = Inner { preset: target.preset.clone(), settings, key, client, known };
        Ok(Provider { inner: Arc::new(inner) })
    }

    /// The preset.
    pub fn preset(&self) -> &Preset {
        &self.inner.preset
    }

    /// The settings, with their defaults.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Where letters go, for people.
    pub fn describe(&self) -> String {
        let url = self.inner.settings.get("url").map_or("", String::as_str);
        let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
        let name = &self.inner.preset.name;
        if host.is_empty() || host.contains('{') { name.clone() } else { format!("{name} ({host})") }
    }

    /// Adds the key to a request.
    ///
    /// # Errors
    /// A key of another form than the provider's.
    pub fn sign(&self, request: &mut relays::HttpRequest) -> Result<(), PresetError> {
        relays::sign(&self.inner.preset, &self.inner.settings, request, self.inner.key.as_str(), clock::now())
    }

    /// Sends a signed request; for those that build it themselves.
    pub async fn ask(&self, request: relays::HttpRequest) -> Result<relays::HttpResponse, Lost> {
        let inner = Arc::clone(&self.inner);
        let asked = tokio::task::spawn_blocking(move || inner.client.send(&request)).await;
        asked.unwrap_or_else(|_| Err(Lost { before: false, words: "the request broke off".to_owned() }))
    }

    /// Hands letters over in as few requests as the provider takes; an outcome for each, in their order.
    pub async fn deliver(&self, messages: &[Message]) -> Vec<Delivery> {
        let (here, all) = (self.clone(), messages.to_vec());
        let delivered = tokio::task::spawn_blocking(move || {
            let letters: Vec<Outgoing> = all.iter().map(outgoing).collect();
            here.hand_over(&letters.iter().collect::<Vec<_>>())
        });
        match delivered.await {
            Ok(deliveries) => deliveries,
            Err(_) => {
                let words = "the relay broke off while it handed the letters over";
                let one = Delivery::Unknown(Trouble::ours(relays::wire::OUTCOME_UNKNOWN, words));
                vec![one; messages.len()]
            }
        }
    }

    /// One request, or halves of it where it was too large or refused as a whole.
    fn hand_over(&self, letters: &[&Outgoing]) -> Vec<Delivery> {
        let halves = |letters: &[&Outgoing]| {
            let (first, second) = letters.split_at(letters.len() / 2);
            let mut all = self.hand_over(first);
            all.extend(self.hand_over(second));
            all
        };
        match self.converse(letters) {
            Ok(Outcome::Each(answers)) => answers.into_iter().map(|answer| self.read(answer)).collect(),
            Ok(Outcome::Split { .. }) | Err(PresetError::TooLarge(..)) if letters.len() > 1 => {
                halves(letters)
            }
            Ok(Outcome::Split { reply }) => {
                vec![Delivery::Refused(self.trouble("refused", reply)); letters.len()]
            }
            Ok(Outcome::Halt { after_secs, reply }) => {
                let trouble = Trouble { after_secs, ..self.trouble("relay-refused", reply) };
                vec![Delivery::Later(trouble); letters.len()]
            }
            Err(error @ PresetError::TooLarge(..)) => {
                vec![Delivery::Refused(Trouble::ours("too-large", error.to_string())); letters.len()]
            }
            Err(error) => {
                vec![Delivery::Later(Trouble::ours("relay-refused", error.to_string())); letters.len()]
            }
        }
    }

    /// The requests of one hand-over, until the provider said what became of the letters.
    fn converse(&self, letters: &[&Outgoing]) -> Result<Outcome, PresetError> {
        let known = self.inner.known.lock().ok().and_then(|known| known.clone());
        let vars = known.unwrap_or_else(|| self.inner.settings.clone());
        let mut talk = Talk::new(&self.inner.preset, vars, letters.to_vec());
        loop {
            let mut request = talk.request()?;
            self.sign(&mut request)?;
            let response = self.inner.client.send(&request);
            let next = match &response {
                Ok(response) => talk.answer(Ok(response), clock::now()),
                // No connection, no letter: it may go again.
                Err(lost) if lost.before => {
                    let reply = format!("{}: {}", self.describe(), lost.words);
                    return Ok(Outcome::Halt { after_secs: None, reply });
                }
                Err(lost) => talk.answer(Err(&lost.words), clock::now()),
            };
            match next {
                Next::Ask => {}
                Next::Wait(seconds) => std::thread::sleep(Duration::from_secs(u64::from(seconds))),
                Next::Done(outcome) => {
                    if let Ok(mut known) = self.inner.known.lock() {
                        *known = Some(talk.kept());
                    }
                    return Ok(outcome);
                }
            }
        }
    }

    fn read(&self, answer: Answer) -> Delivery {
        match answer {
            Answer::Accepted { id, reply } => {
                let id = Some(id).filter(|id| !id.is_empty());
                Delivery::Accepted { reply: self.taken(id.as_deref(), &reply), id }
            }
            Answer::Refused { reply } => Delivery::Refused(self.trouble("refused", reply)),
            Answer::Later { after_secs, reply } => {
                Delivery::Later(Trouble { after_secs, ..self.trouble("later", reply) })
            }
            Answer::Unknown { reply } => {
                Delivery::Unknown(self.trouble(relays::wire::OUTCOME_UNKNOWN, reply))
            }
        }
    }

    fn trouble(&self, code: &'static str, words: String) -> Trouble {
        Trouble::ours(code, words)
    }

    /// What is said in a mail server's place: providers have no reply codes.
    fn taken(&self, id: Option<&str>, words: &str) -> Reply {
        let id = id.map(|id| format!(" as {id}")).unwrap_or_default();
        Reply {
            code: ReplyCode::new(250).unwrap_or_else(|| unreachable!("250 lies between 200 and 599")),
            enhanced_code: EnhancedStatusCode::new(2, 0, 0),
            text: format!("{} took it{id}: {words}", self.inner.preset.name),
        }
    }
}
