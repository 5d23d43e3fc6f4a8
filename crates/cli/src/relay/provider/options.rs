//! `preset:NAME?setting=value` as `--relay` has it.

use crate::fail::Fail;
use relays::{Preset, Settings};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for a provider's answer unless the option `timeout` says otherwise.
const PATIENCE: Duration = Duration::from_secs(120);

/// A provider as the user names it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderTarget {
    /// The preset.
    pub preset: Preset,
    /// What the user says about it.
    pub settings: Settings,
    /// Where the key stands, if not in the environment.
    pub key_file: Option<PathBuf>,
    /// How long to wait for an answer.
    pub timeout: Duration,
}

impl ProviderTarget {
    /// Reads what follows `preset:`: a preset's id, or a TOML file with a preset of the user's own, then settings as a
    /// URL has its query. `timeout=SECONDS`, `key_file=FILE` and `per_second=N` (requests, 0 for
    /// no bound) are settings of every preset.
    ///
    /// # Errors
    /// A preset or a setting that does not exist.
    pub fn parse(text: &str) -> Result<ProviderTarget, Fail> {
        let (name, query) = text.split_once('?').unwrap_or((text, ""));
        let preset = match relays::preset(name) {
            Some(preset) => preset.clone(),
            None if name.ends_with(".toml") => read_preset(Path::new(name))?,
            None => {
                let ids: Vec<&str> = relays::presets().iter().map(|preset| preset.id.as_str()).collect();
                return Err(Fail::new(format!("there is no preset {name:?}; there are {}", ids.join(", "))));
            }
        };
        let mut target =
            ProviderTarget { preset, settings: Settings::new(), key_file: None, timeout: PATIENCE };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            target.set(&name, &value)?;
        }
        Ok(target)
    }

    /// Takes one setting.
    ///
    /// # Errors
    /// It does not exist.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Fail> {
        let known = self.preset.settings.iter().any(|setting| setting.name == name);
        match name {
            _ if known => drop(self.settings.insert(name.to_owned(), value.to_owned())),
            "per_second" => {
                let number = value.parse::<f64>().ok().filter(|number| (0.0..=1e6).contains(number));
                let number = number.ok_or_else(|| Fail::new("per_second expects a number of requests"))?;
                self.preset.limits.per_second = Some(number).filter(|number| *number > 0.0);
            }
            "key_file" => self.key_file = Some(PathBuf::from(value)),
            "timeout" => {
                let seconds = value.parse::<f64>().ok().filter(|seconds| (0.1..=3600.0).contains(seconds));
                let seconds =
                    seconds.ok_or_else(|| Fail::new("timeout expects seconds, from 0.1 to 3600"))?;
                self.timeout = Duration::from_secs_f64(seconds);
            }
            _ => {
                let names: Vec<&str> =
                    self.preset.settings.iter().map(|setting| setting.name.as_str()).collect();
                let there = names
                    .into_iter()
                    .chain(["timeout", "key_file", "per_second"])
                    .collect::<Vec<_>>()
                    .join(", ");
                let id = &self.preset.id;
                return Err(Fail::new(format!("preset:{id} has no setting {name}; there are {there}")));
            }
        }
        Ok(())
    }
}

/// A preset of the user's own: one `[[preset]]` entry of the catalogue's form, without the brackets.
fn read_preset(path: &Path) -> Result<Preset, Fail> {
    let text = std::fs::read_to_string(path).map_err(|error| Fail::file("read", path, &error))?;
    let preset: Preset = toml::from_str(&text).map_err(|error| {
        let place = error.span().map(|span| diag::line_column(&text, span.start));
        let place = place.map(|place| format!(":{}:{}", place.line, place.column)).unwrap_or_default();
        Fail::new(format!("{}{place}: {}", path.display(), error.message().replace('\n', " ")))
    })?;
    match preset.problems().into_iter().next() {
        Some(problem) => Err(Fail::new(format!("{}: {problem}", path.display()))),
        None => Ok(preset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_and_settings_are_read() {
        let target = ProviderTarget::parse("ses?region=eu-west-1&timeout=5").unwrap();
        assert_eq!((target.preset.id.as_str(), target.timeout), ("ses", Duration::from_secs(5)));
        assert_eq!(target.settings["region"], "eu-west-1");
        let url = ProviderTarget::parse("resend?url=http%3A%2F%2F127.0.0.1%3A4010").unwrap();
        assert_eq!(url.settings["url"], "http://127.0.0.1:4010");
        for (bad, says) in [
            ("nobody", "there is no preset"),
            ("ses?zone=1", "has no setting zone; there are region"),
            ("ses?timeout=0", "expects seconds"),
            ("nowhere.toml", "no such file"),
        ] {
            let error = ProviderTarget::parse(bad).unwrap_err().to_string();
            assert!(error.contains(says), "{bad}: {error}");
        }
    }
}
