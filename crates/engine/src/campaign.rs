//! The campaign file (`.postroom`): a zip of `letter.md`, the list, `suppression.csv`, `assets/` and `postroom.toml`.

use crate::changes::Change;
use compose::{Letter, LetterFile};
use diag::{Diagnostic, Report};
use outbox::{Unzipped, unzip, zip_files};
use recipients::{Mapping, ReadOptions, Suppression};
use serde::{Deserialize, Serialize};

/// The end of its name.
pub const CAMPAIGN_END: &str = "postroom";

const LETTER: &str = "letter.md";
const SETTINGS: &str = "postroom.toml";
const SUPPRESSION: &str = "suppression.csv";
const ASSETS: &str = "assets/";

/// The most that a campaign may unpack to, in bytes.
const MOST: u64 = 1 << 30;

/// What a campaign says beside its letter, its list and its files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// The list's file name.
    pub list: Option<String>,
    /// The condition that recipients have to meet; empty: everyone.
    pub segment: String,
    /// What the user said about the list's file.
    pub read: ReadOptions,
    /// The columns that the user chose.
    pub columns: Option<Mapping>,
    /// Conditions: name and text of each.
    pub segments: Vec<(String, String)>,
    /// Changes of the list by hand, in their order.
    pub changes: Vec<Change>,
}

/// A campaign with everything that is in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Campaign {
    /// The letter.
    pub letter: Letter,
    /// The settings.
    pub settings: Settings,
    /// The list's bytes; empty without a list.
    pub list: Vec<u8>,
    /// Addresses that get nothing.
    pub suppressed: Vec<String>,
    /// The letter's files: names and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Campaign {
    /// The campaign as a file. `now` dates what is in it: seconds since 1970, UTC.
    pub fn write(&self, now: i64) -> Vec<u8> {
        let letter = compose::write(&self.letter);
        let mut settings = self.settings.clone();
        settings.list = settings.list.map(|name| list_name(&name));
        // Plain data of ours; a table of it can be written.
        let toml = toml::to_string(&settings).unwrap_or_default();
        let suppression = Suppression::new(&self.suppressed).write(false);
        let mut all: Vec<(String, &[u8])> =
            vec![(LETTER.into(), letter.as_bytes()), (SETTINGS.into(), toml.as_bytes())];
        if let Some(name) = &settings.list {
            all.push((name.clone(), &self.list));
        }
        if !self.suppressed.is_empty() {
            all.push((SUPPRESSION.into(), suppression.as_bytes()));
        }
        all.extend(self.files.iter().map(|(name, bytes)| ([ASSETS, name].concat(), bytes.as_slice())));
        zip_files(now, all)
    }

    /// Reads a campaign file. What is absent or can't be read is told, and the rest is there.
    pub fn read(bytes: &[u8]) -> Report<Campaign> {
        let mut said = Vec::new();
        let Unzipped { files, left_out } = match unzip(bytes, MOST) {
            Ok(unzipped) => unzipped,
            Err(error) => {
                let message = format!("this is no campaign file: {error}");
                return Report::new(
                    Campaign::default(),
                    vec![Diagnostic::error("campaign-unreadable", message)],
                );
            }
        };
        if left_out > 0 {
            let message = format!("{left_out} of the files in it could not be unpacked");
            said.push(Diagnostic::warning("campaign-files", message));
        }
        let mut campaign = Campaign::default();
        let text = |name: &str| {
            let found = files.iter().find(|(own, _)| own == name);
            found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        };
        match text(LETTER) {
            Some(text) => {
                let Report { value: LetterFile { letter, .. }, diagnostics } = compose::read(&text);
                campaign.letter = letter;
                said.extend(diagnostics);
            }
            None => said.push(Diagnostic::error("campaign-letter", format!("there is no {LETTER} in it"))),
        }
        if let Some(text) = text(SETTINGS) {
            match toml::from_str(&text) {
                Ok(settings) => campaign.settings = settings,
                Err(error) => said.push(Diagnostic::warning(
                    "campaign-settings",
                    format!("its {SETTINGS} can't be read: {}", error.message()),
                )),
            }
        }
        // One that another program wrote may name no list.
        let is_list =
            |name: &str| name != LETTER && name != SETTINGS && name != SUPPRESSION && !name.contains('/');
        let wanted = campaign.settings.list.clone();
        for (name, bytes) in files {
            if let Some(name) = name.strip_prefix(ASSETS) {
                campaign.files.push((name.to_owned(), bytes));
            } else if name == SUPPRESSION {
                let text = String::from_utf8_lossy(&bytes);
                let entries = text.lines().map(|line| line.trim().trim_matches('"'));
                let is_entry = |entry: &&str| entry.contains('@') || entry.len() == 64;
                campaign.suppressed = entries.filter(is_entry).map(str::to_owned).collect();
            } else if wanted
                .as_ref()
                .map_or_else(|| is_list(&name) && campaign.list.is_empty(), |it| *it == name)
            {
                campaign.settings.list = Some(name);
                campaign.list = bytes;
            } else if is_list(&name) {
                said.push(Diagnostic::info(
                    "campaign-more",
                    format!("{name} was left out: it is no part of a campaign"),
                ));
            }
        }
        if wanted.is_some() && campaign.list.is_empty() {
            said.push(Diagnostic::warning("campaign-list", "the list that it names is not in it"));
            campaign.settings.list = None;
        }
        Report::new(campaign, said)
    }
}

/// The list's name without a folder, and not that of another part of the file.
fn list_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let base: String = base.chars().filter(|c| !c.is_control()).collect();
    match base.trim_start_matches('.') {
        "" => "list.csv".to_owned(),
        taken if [LETTER, SETTINGS, SUPPRESSION].contains(&taken) => ["list-", taken].concat(),
        base => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn campaign() -> Campaign {
        Campaign {
            letter: Letter { subject: "Hi".into(), body: "# Hello\n".into(), ..Letter::default() },
            settings: Settings {
                name: "Spring \"2026\"".into(),
                list: Some("members.csv".into()),
                segment: "plan == \"pro\"".into(),
                read: ReadOptions { delimiter: Some(';'), header: Some(true), ..ReadOptions::default() },
                columns: Some(Mapping { address: Some(2), ..Mapping::default() }),
                segments: vec![("pros".into(), "plan == 'pro'".into())],
                changes: vec![
                    Change::Fix { code: None, row: Some(7) },
                    Change::Cell { row: 3, column: 1, text: "a\nb".into() },
                    Change::Aside { rows: vec![4, 5], aside: true },
                ],
            },
            list: b"a;b;c\n".to_vec(),
            suppressed: vec!["x@example.com".into()],
            files: vec![("logo.png".into(), vec![0, 1, 2]), ("contracts/ann.pdf".into(), Vec::new())],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let Report { value: mut read, diagnostics } = Campaign::read(&campaign().write(1_795_500_000));
        assert_eq!(diagnostics, []);
        read.files.sort_by(|a, b| b.0.cmp(&a.0));
        assert_eq!(read, campaign());
        let bare = Campaign::default();
        assert_eq!(Campaign::read(&bare.write(0)).value.letter, bare.letter);
    }

    #[test]
    fn settings_cross_the_worker_s_boundary() {
        // What is left out of a text may not be left out here: the form has no names.
        for settings in [Settings::default(), campaign().settings] {
            let bytes = crate::protocol::encode(7, &settings);
            assert_eq!(crate::protocol::decode(&bytes), Some((7, settings)));
        }
    }

    #[test]
    fn what_is_no_campaign_is_told() {
        assert_eq!(Campaign::read(b"no").diagnostics[0].code, "campaign-unreadable");
        let zip =
            zip_files(0, [("people.csv".to_owned(), b"a@b".as_slice()), ("notes.txt".to_owned(), b"x")]);
        let report = Campaign::read(&zip);
        let codes: Vec<&str> = report.diagnostics.iter().map(|said| said.code.as_ref()).collect();
        assert_eq!(codes, ["campaign-letter", "campaign-more"]);
    }

    #[test]
    fn a_list_has_a_name_of_its_own() {
        let names = ["../x.csv", "letter.md", "", ".hidden", "ok.csv"].map(list_name);
        assert_eq!(names, ["x.csv", "list-letter.md", "list.csv", "hidden", "ok.csv"]);
    }
}
