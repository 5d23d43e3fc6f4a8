//! Relays as data: what each is, how a request to it is made, and what its answers mean.

mod catalogue;
mod check;
mod choice;
mod generic;
mod step;

pub use catalogue::{preset, presets};
pub use choice::{Choice, Secret};
pub use generic::{Own, OwnKey};
pub use step::{Auth, Body, FormField, Loop, Method, Step};

use crate::answering::Answers;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What is known of a relay. The presets that come with Postroom and those that people write have this one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The id in commands and campaigns: lower-case letters, digits and `-`.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Where it is described.
    pub documentation: String,
    /// Whether a page may call it.
    pub browser: Browser,
    /// Why, in a sentence for people.
    #[serde(default)]
    pub browser_note: String,
    /// The language in which the relay merges by itself, where it does.
    #[serde(default)]
    pub merge: Option<String>,
    /// Why a request holds one letter although the relay knows batches, in a sentence for people.
    #[serde(default)]
    pub one_by_one: Option<String>,
    /// How the caller shows who it is.
    #[serde(default)]
    pub auth: Auth,
    /// What the user has to say beside the key.
    #[serde(default)]
    pub settings: Vec<Setting>,
    /// What one request may hold.
    #[serde(default)]
    pub limits: Limits,
    /// How the relay keeps a repeated request from sending twice, where it does.
    #[serde(default)]
    pub idempotency: Option<Idempotency>,
    /// The requests of one hand-over, in their order. The last one sends; what comes before only prepares.
    pub step: Vec<Step>,
    /// What the last answer means.
    #[serde(default)]
    pub answer: Answers,
}

/// Whether a page may call a relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Browser {
    /// From anywhere, where the relay is set up for it.
    Yes,
    /// Only a page of its own origin.
    SameOrigin,
    /// Never: it answers no preflight (Fetch §3.2.2), or a key would stand in a page.
    No,
}

/// Something that the user has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The name in shapes and on the command line.
    pub name: String,
    /// The label for people.
    pub label: String,
    /// What holds where nothing is said; without it the setting must be given, unless it is optional.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether it may be left out.
    #[serde(default)]
    pub optional: bool,
}

/// What one request may hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Letters.
    pub letters: usize,
    /// Bytes of the body.
    pub bytes: usize,
    /// Requests in a second; `None` where nobody says.
    pub per_second: Option<f64>,
    /// Requests that are out at a time.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { letters: 1, bytes: 10_000_000, per_second: None, at_once: 4 }
    }
}

/// How a relay keeps a repeated request from sending twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idempotency {
    /// For how many seconds it knows a key.
    pub seconds: i64,
}

/// What the user said: settings by name.
pub type Settings = BTreeMap<String, String>;

/// What is wrong with a preset's use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PresetError {
    /// A setting without a value.
    Missing(String),
    /// A setting that the preset does not have.
    Unknown(String),
    /// A preset that can't work; see [`Preset::problems`].
    Broken(String),
    /// A letter that is too large for any request: bytes of the request, and what the relay takes.
    TooLarge(usize, usize),
    /// A key that does not have the form which the relay's authentication needs.
    Key(&'static str),
}

impl fmt::Display for PresetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PresetError::Missing(name) => write!(f, "the relay needs the setting {name}"),
            PresetError::Unknown(name) => write!(f, "the relay has no setting {name}"),
            PresetError::Broken(why) => f.write_str(why),
            PresetError::TooLarge(bytes, most) => {
                write!(f, "the request has {bytes} bytes, and the relay takes {most}")
            }
            PresetError::Key(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for PresetError {}

impl Preset {
    /// The settings with the defaults filled in.
    ///
    /// # Errors
    /// A setting that is missing, or one that the preset does not have.
    pub fn settle(&self, said: &Settings) -> Result<Settings, PresetError> {
        let known = |name: &str| self.settings.iter().any(|setting| setting.name == name);
        if let Some(name) = said.keys().find(|name| !known(name)) {
            return Err(PresetError::Unknown(name.clone()));
        }
        let mut all = Settings::new();
        for setting in &self.settings {
            let value = said.get(&setting.name).map(|value| value.trim()).filter(|value| !value.is_empty());
            let value = value.map(str::to_owned).or_else(|| setting.default.clone());
            match value {
                Some(value) => drop(all.insert(setting.name.clone(), value)),
                None if setting.optional => drop(all.insert(setting.name.clone(), String::new())),
                None => return Err(PresetError::Missing(setting.name.clone())),
            }
        }
        Ok(all)
    }

    /// Whether a finished message is all that it wants of a letter.
    pub fn takes_whole(&self) -> bool {
        self.step.iter().all(|step| matches!(step.body, Body::Message | Body::Empty))
    }

    /// Whether a repeated request is harmless, `seconds` after the first.
    pub fn knows_key(&self, seconds: i64) -> bool {
        self.idempotency.as_ref().is_some_and(|it| (0..it.seconds).contains(&seconds))
    }
}
