//! Character encodings by the names of the WHATWG Encoding Standard.
//!
//! Native builds carry the tables (encoding_rs). In a browser the host has them: whoever starts the engine there lends
//! it a decoder with [`set_host_decoder`], and the engine is a fifth smaller. This crate knows neither lists nor mails.

mod guess;

pub use guess::guess;

use std::borrow::Cow;
use std::sync::OnceLock;

/// An encoding, by its standard name in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Encoding(&'static str);

/// Text of these octets in the encoding of this name; what can't be read is U+FFFD.
pub type HostDecoder = fn(name: &str, bytes: &[u8]) -> String;

static HOST: OnceLock<HostDecoder> = OnceLock::new();

/// Lends the host's decoder. The first one stays.
pub fn set_host_decoder(decoder: HostDecoder) {
    HOST.get_or_init(|| decoder);
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Encoding = Encoding("utf-8");
    /// UTF-16, the low octet first.
    pub const UTF_16LE: Encoding = Encoding("utf-16le");
    /// UTF-16, the high octet first.
    pub const UTF_16BE: Encoding = Encoding("utf-16be");
    /// What Latin-1 really is on the net.
    pub const WINDOWS_1252: Encoding = Encoding("windows-1252");
    /// Japanese with escapes (RFC 1468).
    pub const ISO_2022_JP: Encoding = Encoding("iso-2022-jp");

    /// The encoding of a label such as `latin1` or `Shift-JIS`; case and outer space do not matter.
    pub fn for_label(label: &str) -> Option<Encoding> {
        let label = label.trim().to_ascii_lowercase();
        let mut lines = include_str!("../data/labels.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.find_map(|line| {
            let (name, labels) = line.split_once('\t')?;
            labels.split(' ').any(|known| known == label).then_some(Encoding(name))
        })
    }

    /// The encoding that a byte order mark tells, and the mark's length.
    pub fn for_bom(bytes: &[u8]) -> Option<(Encoding, usize)> {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::UTF_8, 3)),
            [0xFF, 0xFE, ..] => Some((Encoding::UTF_16LE, 2)),
            [0xFE, 0xFF, ..] => Some((Encoding::UTF_16BE, 2)),
            _ => None,
        }
    }

    /// The standard name in lower case.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether each octet is a character.
    pub fn is_single_byte(self) -> bool {
        const FAMILIES: [&str; 5] = ["windows-", "iso-8859-", "koi8-", "ibm866", "macintosh"];
        FAMILIES.iter().any(|family| self.0.starts_with(family)) || self.0 == "x-mac-cyrillic"
    }

    /// The text, and whether it had octets that are none in this encoding. A byte order mark is a character like any.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        if self == Encoding::UTF_8 {
            let text = String::from_utf8_lossy(bytes);
            let faults = matches!(text, Cow::Owned(_));
            return (text, faults);
        }
        decode(self.0, bytes)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn decode<'b>(name: &str, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
    match encoding_rs::Encoding::for_label(name.as_bytes()) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes),
        None => (String::from_utf8_lossy(bytes), true),
    }
}

#[cfg(target_arch = "wasm32")]
fn decode<'b>(name: &str, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
    let Some(host) = HOST.get() else { return (String::from_utf8_lossy(bytes), true) };
    let text = host(name, bytes);
    let faults = text.contains('\u{fffd}');
    (text.into(), faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_those_of_the_standard() {
        let mut labels = 0;
        for line in include_str!("../data/labels.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (name, all) = line.split_once('\t').unwrap();
            for label in all.split(' ') {
                let known = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
                assert_eq!(known.name().to_ascii_lowercase(), name, "{label}");
                assert_eq!(
                    Encoding::for_label(label).unwrap().is_single_byte(),
                    known.is_single_byte(),
                    "{label}"
                );
                labels += 1;
            }
        }
        assert!(labels > 200, "{labels}");
        assert_eq!(Encoding::for_label(" Latin1 "), Some(Encoding::WINDOWS_1252));
        assert_eq!(Encoding::for_label("klingon"), None);
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(Encoding::WINDOWS_1252.decode(b"\xc5sa"), ("Åsa".into(), false));
        assert_eq!(Encoding::UTF_8.decode(b"a\xff"), ("a\u{fffd}".into(), true));
        assert_eq!(Encoding::UTF_16LE.decode(b"a\0"), ("a".into(), false));
        let shift_jis = Encoding::for_label("shift_jis").unwrap();
        assert_eq!(shift_jis.decode(b"\x93\xfa"), ("日".into(), false));
    }

    #[test]
    fn marks_are_known() {
        assert_eq!(Encoding::for_bom(b"\xef\xbb\xbfa"), Some((Encoding::UTF_8, 3)));
        assert_eq!(Encoding::for_bom(b"\xfe\xff"), Some((Encoding::UTF_16BE, 2)));
        assert_eq!(Encoding::for_bom(b"ab"), None);
    }
}
