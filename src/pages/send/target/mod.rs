//! The relay that letters are handed to: the one of this page, a preset that a page may call, or one of the user's own.

mod draft;
pub mod key;
mod own;
mod panel;
pub mod rehearsal;
mod settings;

pub use draft::{Draft, OWN, PAGE};
pub use panel::{Chosen, Told, use_target};
pub use settings::fields;

use engine::protocol::RelayCard;
use relays::{Browser, Choice, Own, OwnKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A relay as the journal keeps it: all but its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// The preset and its settings.
    pub choice: Choice,
    /// Its name for people.
    pub name: String,
    /// Letters in a request at most.
    pub letters: usize,
    /// Requests that are out at a time.
    pub at_once: usize,
    /// Requests in a second; 0 for no bound.
    pub per_second: u32,
    /// Requests that a hand-over takes each time.
    pub requests: usize,
    /// Whether it can be asked again for a letter whose answer was lost.
    pub knows_key: bool,
    /// Whether it needs a key.
    pub needs_key: bool,
    /// Whether it can be given one.
    pub takes_key: bool,
    /// Whether the key is `USER:PASSWORD`.
    #[serde(default)]
    pub key_is_pair: bool,
}

/// The relay that serves this page.
impl Default for Target {
    fn default() -> Target {
        Target {
            choice: Choice::Preset { id: PAGE.into(), settings: BTreeMap::new() },
            name: String::new(),
            letters: 1,
            at_once: 4,
            per_second: 0,
            requests: 1,
            knows_key: true,
            needs_key: false,
            takes_key: false,
            key_is_pair: false,
        }
    }
}

impl Target {
    /// Whether it is the relay that serves this page.
    pub fn is_page(&self) -> bool {
        matches!(&self.choice, Choice::Preset { id, .. } if id == PAGE)
    }

    /// One of the presets. `settings` are what the user said.
    pub fn of_card(card: &RelayCard, settings: &BTreeMap<String, String>) -> Target {
        let said = settings.iter().filter(|(_, value)| !value.trim().is_empty());
        let settings: BTreeMap<_, _> =
            said.map(|(name, value)| (name.clone(), value.trim().to_owned())).collect();
        let url = settings.get("url").cloned();
        let url = url.or_else(|| card.settings.iter().find(|it| it.name == "url")?.default.clone());
        Target {
            name: named(&card.name, &url.unwrap_or_default()),
            choice: Choice::Preset { id: card.id.clone(), settings },
            letters: card.letters,
            at_once: card.at_once,
            per_second: card.per_second,
            requests: card.requests,
            // A page is told nothing of how long ago a letter went, so only a memory of years counts.
            knows_key: card.knows_key_secs.is_some_and(|seconds| seconds > 400 * 86_400),
            needs_key: card.needs_key,
            takes_key: card.takes_key,
            key_is_pair: card.key_is_pair,
        }
    }

    /// One of the user's own.
    pub fn of_own(own: &Own) -> Target {
        let has_key = own.key != OwnKey::None;
        Target {
            name: named("A relay of your own", &own.url),
            choice: Choice::Own(own.clone()),
            at_once: 4,
            knows_key: false,
            needs_key: has_key,
            takes_key: has_key,
            key_is_pair: own.key == OwnKey::Basic,
            ..Target::default()
        }
    }

    /// The choice as the engine takes it: the relay of this page has the page's own address.
    pub fn resolved(&self, origin: &str) -> Choice {
        match &self.choice {
            Choice::Preset { id, .. } if id == PAGE => {
                Choice::Preset { id: id.clone(), settings: BTreeMap::from([("url".into(), origin.into())]) }
            }
            other => other.clone(),
        }
    }

    /// How many requests so many letters take.
    pub fn requests_for(&self, letters: usize) -> usize {
        letters.div_ceil(self.letters.max(1)) * self.requests.max(1)
    }
}

/// Whether a page may ever call a relay.
pub fn callable(card: &RelayCard) -> bool {
    card.browser != Browser::No && card.id != PAGE
}

fn named(name: &str, url: &str) -> String {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    if host.is_empty() { name.to_owned() } else { [name, " (", host, ")"].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journal_keeps_all_but_the_key() {
        let own = Own { url: "https://mail.example/send".into(), key: OwnKey::Bearer, ..Own::default() };
        let target = Target::of_own(&own);
        assert_eq!(target.name, "A relay of your own (mail.example)");
        assert!(target.needs_key && !target.knows_key && !target.is_page());
        let json = serde_json::to_string(&target).unwrap();
        assert_eq!(serde_json::from_str::<Target>(&json).unwrap(), target);
    }

    #[test]
    fn requests_are_counted() {
        let target = Target { letters: 500, ..Target::default() };
        assert_eq!([0, 1, 500, 501].map(|letters| target.requests_for(letters)), [0, 1, 1, 2]);
        assert_eq!(Target { requests: 2, ..Target::default() }.requests_for(3), 6);
    }

    #[test]
    fn the_relay_of_this_page_has_its_address() {
        let Choice::Preset { settings, .. } = Target::default().resolved("http://127.0.0.1:1") else {
            panic!()
        };
        assert_eq!(settings["url"], "http://127.0.0.1:1");
    }
}
