//! The presets that come with Postroom.

use super::Preset;
use serde::Deserialize;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../data/presets.toml");

/// The file's shape.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    preset: Vec<Preset>,
}

/// Every preset, in the file's order.
pub fn presets() -> &'static [Preset] {
    static PRESETS: OnceLock<Vec<Preset>> = OnceLock::new();
    // The file is part of the build and a test reads it, so the default never shows.
    PRESETS.get_or_init(|| toml::from_str::<Catalogue>(FILE).unwrap_or_default().preset)
}

/// The preset of an id.
pub fn preset(id: &str) -> Option<&'static Preset> {
    presets().iter().find(|preset| preset.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_every_preset_can_work() {
        let file: Catalogue = toml::from_str(FILE).unwrap_or_else(|error| panic!("{}", error.message()));
        let mut ids: Vec<_> = file.preset.iter().map(|p| p.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), presets().len());
        for preset in presets() {
            assert_eq!(preset.problems(), Vec::<String>::new(), "{}", preset.id);
            assert!(preset.documentation.starts_with("https://") || preset.id == "postroom", "{}", preset.id);
            assert!(!preset.browser_note.is_empty(), "{} says nothing about browsers", preset.id);
        }
    }

    #[test]
    fn a_preset_comes_back_from_json() {
        for preset in presets() {
            let json = serde_json::to_string(preset).unwrap();
            assert_eq!(&serde_json::from_str::<Preset>(&json).unwrap(), preset);
        }
    }

    #[test]
    fn our_own_relay_is_there_as_the_requests_are_built() {
        let own = preset("postroom").unwrap();
        let letter = crate::Outgoing {
            key: "k".into(),
            envelope_from: "a@x.test".into(),
            envelope_to: "ü@x.test".into(),
            raw: b"Subject: x\r\n\r\n".to_vec(),
            ..crate::Outgoing::default()
        };
        let mut settings = own.settle(&Default::default()).unwrap();
        settings.insert("url".into(), "http://127.0.0.1:8080".into());
        let built = crate::build(own, &own.step[0], &settings, &[&letter]).unwrap();
        let by_hand = crate::own_relay(
            "http://127.0.0.1:8080",
            "a@x.test",
            "ü@x.test",
            "k",
            b"Subject: x\r\n\r\n".to_vec(),
        );
        let sorted = |mut request: crate::HttpRequest| {
            request.headers.sort();
            request
        };
        assert_eq!(sorted(built), sorted(by_hand));
    }
}
