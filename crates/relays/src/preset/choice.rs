//! A relay as somebody chose it.

use super::{Own, Preset, PresetError, Settings, preset};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// A relay and what was said about it, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// One that comes with Postroom.
    Preset {
        /// Its id.
        id: String,
        /// The user's settings.
        settings: Settings,
    },
    /// One of the user's own.
    Own(Own),
}

impl Choice {
    /// The preset, and its settings with the defaults.
    ///
    /// # Errors
    /// There is no such preset, a setting is missing or unknown, or one's own can't work.
    pub fn open(&self) -> Result<(Cow<'static, Preset>, Settings), PresetError> {
        match self {
            Choice::Own(own) => Ok((Cow::Owned(own.preset()?), Settings::new())),
            Choice::Preset { id, settings } => {
                let preset =
                    preset(id).ok_or_else(|| PresetError::Broken(format!("there is no relay {id}")))?;
                Ok((Cow::Borrowed(preset), preset.settle(settings)?))
            }
        }
    }
}

/// A key or password on its way to [`crate::sign`]. It is never printed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Secret(none)" } else { "Secret(…)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let text = format!("{:?} {:?}", Secret("hunter2".into()), Secret::default());
        assert_eq!(text, "Secret(…) Secret(none)");
    }

    #[test]
    fn a_choice_opens() {
        let choice = |id: &str, settings: &[(&str, &str)]| Choice::Preset {
            id: id.into(),
            settings: settings.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        };
        assert_eq!(choice("mailpit", &[]).open().unwrap().1["url"], "http://localhost:8025");
        assert_eq!(choice("jmap", &[]).open().unwrap_err(), PresetError::Missing("url".into()));
        assert!(choice("nobody", &[]).open().is_err());
        assert!(Choice::Own(Own::default()).open().is_err());
    }
}
