//! A preset for a relay that nobody wrote one for: its URL, its headers, the JSON that it wants, and what a yes looks
//! like.

use super::{Auth, Body, Browser, Limits, Method, Preset, PresetError, Step};
use crate::answering::{Answers, Condition};

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
            id: "generic".to_owned(),
            name: "A relay of your own".to_owned(),
            documentation: String::new(),
            browser: Browser::Yes,
            browser_note: "The server must allow this page’s address (CORS)".to_owned(),
            merge: None,
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
