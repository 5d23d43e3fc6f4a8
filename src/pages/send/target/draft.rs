//! What the user said of relays, kept in the browser's store beside the campaign. Keys are no part of it.

use super::Target;
use crate::platform::store::Store;
use engine::protocol::RelayCard;
use relays::{Own, OwnKey};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// The id of the relay that serves this page.
pub const PAGE: &str = "postroom";
/// The id of a relay of one's own.
pub const OWN: &str = "own";
/// The name in the store.
const PLACE: &str = "relay";

/// What was said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The relay that is chosen.
    pub id: String,
    /// Settings by the preset's id and their names.
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
    /// One's own.
    pub own: Own,
    /// Its further headers as they were written, a line each.
    pub headers: String,
    /// Letters a second at most; 0 for no bound.
    pub rate: u32,
    /// Requests that are out at a time; 0 for the relay's own bound.
    pub at_once: u32,
}

impl Default for Draft {
    fn default() -> Draft {
        let own = Own {
            json: "{\n  \"from\": \"{{ from }}\",\n  \"to\": \"{{ to }}\",\n  \"subject\": \"{{ subject }}\",\n  \
                   \"html\": \"{{ html }}\",\n  \"text\": \"{{ text }}\"\n}"
                .into(),
            accepted: "http.status = 2xx".into(),
            key: OwnKey::Bearer,
            ..Own::default()
        };
        Draft { id: PAGE.into(), settings: BTreeMap::new(), own, headers: String::new(), rate: 0, at_once: 0 }
    }
}

thread_local! {
    static DRAFT: RefCell<Option<Draft>> = const { RefCell::new(None) };
}

impl Draft {
    /// What was said last in this tab; `None` before the store was asked.
    pub fn known() -> Option<Draft> {
        DRAFT.with_borrow(Clone::clone)
    }

    /// Reads the store.
    pub async fn read(store: &Store) -> Draft {
        let text = store.get(PLACE).await.ok().flatten().and_then(|value| value.as_string());
        let read = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        DRAFT.with_borrow_mut(|known| known.get_or_insert(read).clone())
    }

    /// Keeps it, for this tab at once.
    pub fn remember(&self) {
        DRAFT.set(Some(self.clone()));
    }

    /// Writes it for later.
    pub async fn write(&self, store: &Store) {
        let text = serde_json::to_string(self).unwrap_or_default();
        // What can't be stored is said again another time; the letters are not in it.
        drop(store.put(PLACE, Some(&JsValue::from_str(&text))).await);
    }

    /// One's own relay with its headers read.
    pub fn own(&self) -> Own {
        let pair = |line: &str| line.split_once(':').map(|(n, v)| (n.trim().to_owned(), v.trim().to_owned()));
        Own { headers: self.headers.lines().filter_map(pair).collect(), ..self.own.clone() }
    }

    /// The relay, and what is wrong with what was said of it. `page` is where the relay of this page delivers to.
    pub fn target(&self, card: Option<&RelayCard>, page: &str) -> (Target, Option<String>) {
        match (self.id.as_str(), card) {
            (PAGE, _) => (Target { name: page.to_owned(), ..Target::default() }, None),
            (_, Some(card)) => {
                let said = self.settings.get(&card.id).cloned().unwrap_or_default();
                let target = Target::of_card(card, &said);
                let missing = card.settings.iter().find(|setting| {
                    let value = said.get(&setting.name).map_or("", |value| value.trim());
                    value.is_empty() && setting.default.is_none() && !setting.optional
                });
                (target, missing.map(|setting| [&setting.label, " is missing"].concat()))
            }
            (OWN, None) => {
                let own = self.own();
                let stray = self.headers.lines().find(|line| !line.trim().is_empty() && !line.contains(':'));
                let problem = match stray {
                    Some(_) => Some("a header is written as Name: value".to_owned()),
                    None => own.preset().err().map(|error| error.to_string()),
                };
                (Target::of_own(&own), problem)
            }
            _ => (Target::default(), Some("the relays are not read yet".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_line_by_line() {
        let mut draft =
            Draft { id: OWN.into(), headers: "X-Team: news: daily\n\n".into(), ..Draft::default() };
        draft.own.url = "https://mail.example/send".into();
        let (target, problem) = draft.target(None, "");
        assert_eq!((problem, target.needs_key), (None, true));
        assert_eq!(draft.own().headers, [("X-Team".to_owned(), "news: daily".to_owned())]);
        draft.headers = "X-Team".into();
        assert!(draft.target(None, "").1.is_some());
        draft.headers = "Authorization: Bearer x".into();
        assert!(draft.target(None, "").1.unwrap().contains("holds a key"));
    }
}
