//! A preset for a relay that nobody wrote one for: its URL, its headers, the JSON that it wants, and what a yes looks
//! like.

use super::{Auth, Body, Browser, Limits, Method, Preset, PresetError, Step};
use crate::answering::{Answers, Condition};
use serde::{Deserialize, Serialize};

/// What a person says of a relay of their own. The key is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Own {
    /// The address that takes a letter.
    pub url: String,
    /// More headers, with places.
    pub headers: Vec<(String, String)>,
    /// The body, a shape of JSON (see [`crate::preset`]).
    pub json: String,
    /// What a yes looks like, a condition such as `ok = true` or `http.status = 2xx`.
    pub accepted: String,
    /// How the key goes along.
    pub key: OwnKey,
}

/// How the key of one's own relay goes along.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnKey {
    /// There is none.
    #[default]
    None,
    /// `Authorization: Bearer KEY` (RFC 6750 §2.1).
    Bearer,
    /// `Authorization: Basic`, the key being `USER:PASSWORD` (RFC 7617).
    Basic,
    /// As the value of a header of this name.
    Header(String),
}

/// Words by which a header or a part of a query is known to hold a secret.
const SECRETS: [&str; 9] =
    ["authorization", "cookie", "password", "passwd", "secret", "token", "api-key", "apikey", "api_key"];

impl Own {
    /// The preset.
    ///
    /// # Errors
    /// What keeps it from working, in words; also a key in a place where it would be stored.
    pub fn preset(&self) -> Result<Preset, PresetError> {
        let broken = |why: String| Err(PresetError::Broken(why));
        let secret = |text: &str| SECRETS.iter().any(|word| text.to_ascii_lowercase().contains(word));
        if let Some((name, _)) = self.headers.iter().find(|(name, _)| secret(name)) {
            return broken(format!(
                "{name} holds a key: say how the key goes along instead, so that it is not stored"
            ));
        }
        let (place, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let authority = place.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let named = |pair: &str| pair.split('=').next().is_some_and(|name| name == "key" || secret(name));
        if authority.contains('@') || query.split('&').any(named) {
            return broken(
                "the address holds a key, and addresses are logged: say how the key goes along instead"
                    .into(),
            );
        }
        let auth = match &self.key {
            OwnKey::None => Auth::None,
            OwnKey::Bearer => Auth::Bearer { optional: false },
            OwnKey::Basic => Auth::Basic { user: None, optional: false },
            OwnKey::Header(name) if is_token(name) => {
                Auth::Header { name: name.clone(), before: String::new(), optional: false }
            }
            OwnKey::Header(_) => return broken("the key’s header should be a name such as X-Api-Key".into()),
        };
        if let Some((name, _)) = self.headers.iter().find(|(name, _)| !is_token(name)) {
            return broken(format!("{name:?} can’t be the name of a header"));
        }
        Preset::generic(&self.url, &self.headers, &self.json, &self.accepted, auth)
    }
}

/// Whether a text can be a header's name (RFC 9110 §5.1).
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

impl Preset {
    /// Makes one. `json` is a shape (see [`crate::preset`]), `accepted` a condition such as `ok = true` or
    /// `http.status = 2xx`; an answer that is neither this nor an HTTP error leaves open what became of the letter.
    ///
    /// # Errors
    /// What keeps it from working, in words.
    pub fn generic(
        url: &str,
        headers: &[(String, String)],
        json: &str,
        accepted: &str,
        auth: Auth,
    ) -> Result<Preset, PresetError> {
        let broken = |why: String| PresetError::Broken(why);
        if !url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with('/') {
            return Err(broken("the address should begin with https:// or http://".to_owned()));
        }
        let shape =
            serde_json::from_str(json).map_err(|error| broken(format!("the body is no JSON: {error}")))?;
        let accepted = Condition::try_from(accepted.to_owned()).map_err(broken)?;
        let preset = Preset {
            id: "own".to_owned(),
            name: "A relay of your own".to_owned(),
            documentation: String::new(),
            browser: Browser::Yes,
            browser_note: "The server must allow this page’s address (CORS)".to_owned(),
            merge: None,
            one_by_one: None,
            auth,
            settings: Vec::new(),
            limits: Limits::default(),
            idempotency: None,
            step: vec![Step {
                method: Method::Post,
                url: url.to_owned(),
                headers: headers.iter().cloned().collect(),
                body: Body::Json(shape),
                take: Default::default(),
                once: false,
                until: Vec::new(),
            }],
            answer: Answers { accepted: vec![accepted], empty_is_yes: true, ..Answers::default() },
        };
        match preset.problems().into_iter().next() {
            Some(problem) => Err(broken(problem)),
            None => Ok(preset),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Own {
        Own {
            url: "https://mail.example/send".into(),
            json: r#"{"to": "{{ to_email }}"}"#.into(),
            accepted: "http.status = 2xx".into(),
            ..Own::default()
        }
    }

    #[track_caller]
    fn refused(own: Own, word: &str) {
        let error = own.preset().unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }

    #[test]
    fn a_key_stands_nowhere_but_in_its_own_field() {
        assert!(own().preset().is_ok());
        refused(Own { url: "https://ann:pw@mail.example/".into(), ..own() }, "the address holds a key");
        refused(Own { url: "https://mail.example/?a=1&Token=x".into(), ..own() }, "the address holds a key");
        refused(Own { url: "https://mail.example/?key=x".into(), ..own() }, "the address holds a key");
        for name in ["Authorization", "X-Api-Key", "x-auth-token"] {
            refused(Own { headers: vec![(name.into(), "x".into())], ..own() }, "holds a key");
        }
        assert!(Own { url: "https://mail.example/@ann?stream=a".into(), ..own() }.preset().is_ok());
    }

    #[test]
    fn the_key_goes_along_as_was_said() {
        let auth = |key| Own { key, ..own() }.preset().unwrap().auth;
        assert_eq!(auth(OwnKey::None), Auth::None);
        assert!(auth(OwnKey::Bearer).needs_key() && auth(OwnKey::Basic).needs_key());
        assert!(auth(OwnKey::Header("X-Key".into())).needs_key());
        refused(Own { key: OwnKey::Header("X Key".into()), ..own() }, "name such as");
        refused(Own { headers: vec![("a b".into(), "x".into())], ..own() }, "name of a header");
    }
}
