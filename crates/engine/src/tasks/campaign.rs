//! Campaign files in and out. Bytes cross the boundary one after another: the list's first, then those of the files.

use crate::campaign::{Campaign, Settings};
use crate::files::FileCard;
use crate::protocol::Event;
use compose::Letter;
use diag::{Report, Severity};

/// A campaign whose bytes lie beside it.
pub struct Whole {
    /// The letter.
    pub letter: Letter,
    /// The settings.
    pub settings: Settings,
    /// Addresses that get nothing.
    pub suppressed: Vec<String>,
    /// The length of the list.
    pub list: usize,
    /// Names and lengths of the files.
    pub files: Vec<(String, usize)>,
}

impl Whole {
    /// The campaign as a file.
    pub fn write(self, bytes: &[u8], now: i64) -> Vec<u8> {
        let (list, mut rest) = bytes.split_at_checked(self.list).unwrap_or_default();
        let mut files = Vec::with_capacity(self.files.len());
        for (name, length) in self.files {
            let (own, after) = rest.split_at_checked(length).unwrap_or_default();
            files.push((name, own.to_vec()));
            rest = after;
        }
        let (letter, settings, suppressed) = (self.letter, self.settings, self.suppressed);
        Campaign { letter, settings, list: list.to_vec(), suppressed, files }.write(now)
    }
}

/// Reads a campaign file.
pub fn read(bytes: &[u8]) -> (Event, Option<Vec<u8>>) {
    let Report { value: campaign, diagnostics } = Campaign::read(bytes);
    if let Some(error) = diagnostics.iter().find(|said| {
        said.severity == Severity::Error
            && matches!(said.code.as_ref(), "campaign-unreadable" | "campaign-letter")
    }) {
        return (Event::Failed { message: error.message.clone() }, None);
    }
    let Campaign { letter, settings, list, suppressed, files } = campaign;
    let cards = files.iter().map(|(name, bytes)| FileCard { name: name.clone(), bytes: bytes.len() as u64 });
    let event = Event::Campaign {
        letter: Box::new(letter),
        settings: Box::new(settings),
        suppressed,
        list: list.len(),
        files: cards.collect(),
        diagnostics,
    };
    (
        event,
        Some(files.into_iter().fold(list, |mut all, (_, bytes)| {
            all.extend_from_slice(&bytes);
            all
        })),
    )
}
