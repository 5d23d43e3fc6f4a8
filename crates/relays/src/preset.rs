//! Relays as data: `data/presets.toml`, an entry each. Only what is real and tested stands there.

use serde::Deserialize;
use std::sync::OnceLock;

/// What one relay wants and answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The id in commands and campaigns.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Where the request goes. A path means the page's own origin.
    pub endpoint: String,
    /// How the caller shows who it is.
    pub auth: Auth,
    /// What one request holds.
    pub unit: Unit,
    /// The header that carries the idempotency key, where the relay takes one.
    pub idempotency_header: Option<String>,
    /// Whether a page may call it.
    pub browser: Browser,
    /// Where it is described.
    pub documentation: String,
}

/// How the caller shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// Not at all.
    None,
    /// `Authorization: Bearer …`, where the relay asks for it.
    BearerIfAsked,
}

/// What one request holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// One finished message (RFC 5322) for one recipient, byte for byte.
    Message,
}

/// Whether a page may call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Browser {
    /// From anywhere.
    Yes,
    /// Only a page of its own origin.
    SameOrigin,
    /// Never.
    No,
}

/// The file's shape.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    preset: Vec<Preset>,
}

/// Every preset, in the file's order.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    // The file is part of the build and a test reads it, so the default never shows.
    PRESETS.get_or_init(|| {
        toml::from_str::<File>(include_str!("../data/presets.toml")).unwrap_or_default().preset
    })
}

/// The preset of an id.
pub fn preset(id: &str) -> Option<&'static Preset> {
    presets().iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_ids_are_unique() {
        let file: File = toml::from_str(include_str!("../data/presets.toml")).unwrap();
        let mut ids: Vec<_> = file.preset.iter().map(|p| p.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), presets().len());
    }

    #[test]
    fn our_own_relay_is_there_as_the_requests_are_built() {
        let own = preset("postroom").unwrap();
        let request = crate::own_relay("", "a@x.test", "b@x.test", "k", Vec::new());
        assert_eq!(own.endpoint, request.url);
        let header = own.idempotency_header.as_deref().unwrap();
        assert!(request.headers.iter().any(|(name, value)| name == header && value == "k"));
    }
}
