//! The whole campaign as a file, out and in again.

use crate::engine::Lane;
use crate::file_bench::key;
use crate::platform::{clock, files};
use crate::state::campaign::{Action, LIST, Named, Saved};
use crate::state::session::Told;
use crate::workbench::Workbench;
use compose::Letter;
use diag::Diagnostic;
use engine::campaign::Settings;
use engine::files::FileCard;
use engine::protocol::{Event, Request};
use js_sys::Uint8Array;
use std::rc::Rc;
use web_sys::Blob;
use yew::Callback;

/// A campaign that was read and not yet taken.
pub struct Came {
    letter: Letter,
    settings: Settings,
    suppressed: Vec<String>,
    list: Option<Blob>,
    files: Vec<(String, Blob)>,
    /// What is wrong with it.
    pub said: Vec<Diagnostic>,
}

impl Workbench {
    /// The campaign as a file: the end of its name, and its bytes.
    ///
    /// # Errors
    /// Why it can't be written, for people.
    pub async fn write_campaign(&self) -> Result<(String, Uint8Array), String> {
        let saved = &self.campaign.saved;
        let list = if saved.list_name.is_some() { self.list_blob().await } else { None };
        let mut blobs: Vec<Blob> = list.iter().cloned().collect();
        let mut names = Vec::new();
        for card in &saved.files {
            if let Some(blob) = self.enclosed(&card.name).await {
                names.push((card.name.clone(), blob.size() as usize));
                blobs.push(blob);
            }
        }
        let segments = saved.segments.iter().map(|one| (one.name.clone(), one.text.clone())).collect();
        let request = Request::WriteCampaign {
            letter: (*saved.letter).clone(),
            settings: Settings {
                name: saved.name.clone(),
                list: saved.list_name.clone().filter(|_| list.is_some()),
                segment: saved.segment.clone(),
                read: saved.read_options.clone(),
                columns: saved.mapping.clone(),
                segments,
                changes: saved.changes.clone(),
            },
            suppressed: saved.suppressed.clone(),
            list: list.map_or(0, |blob| blob.size() as usize),
            files: names,
            now: clock::now_secs(),
        };
        let bytes = files::read(&files::joined(&blobs, "")?).await?;
        match self.engine.last(request, Some(bytes.into()), None, Callback::noop()).await? {
            (Event::File { file_name, .. }, Some(bytes)) => Ok((file_name, bytes)),
            _ => Err("the campaign could not be written".into()),
        }
    }

    /// Reads a campaign file.
    ///
    /// # Errors
    /// Why it is none, for people.
    pub async fn read_campaign(&self, file: &Blob) -> Result<Came, String> {
        let bytes = files::read(file).await?;
        let answer =
            self.engine.last(Request::ReadCampaign, Some(bytes.into()), None, Callback::noop()).await?;
        let (Event::Campaign { letter, settings, suppressed, list, files: cards, diagnostics }, Some(bytes)) =
            answer
        else {
            return Err("the campaign could not be read".into());
        };
        let mut at = list as u32;
        let list =
            settings.list.as_ref().map(|_| files::bytes_blob(&[bytes.slice(0, at)], "")).transpose()?;
        let mut taken = Vec::new();
        for FileCard { name, bytes: size } in cards {
            let end = at + size as u32;
            taken.push((name, files::bytes_blob(&[bytes.slice(at, end)], "")?));
            at = end;
        }
        Ok(Came { letter: *letter, settings: *settings, suppressed, list, files: taken, said: diagnostics })
    }

    /// Takes a campaign in place of this one. The letter before can be brought back with Undo.
    ///
    /// # Errors
    /// Why it could not be stored; this campaign is then as it was.
    pub async fn open_campaign(&self, came: Came) -> Result<(), String> {
        let old = &self.campaign.saved;
        if let Some(store) = self.open_store() {
            for (name, blob) in &came.files {
                store.put(&key(name), Some(blob)).await?;
            }
            store.put(LIST, came.list.as_ref().map(AsRef::as_ref)).await?;
            for card in old.files.iter().filter(|card| came.files.iter().all(|(name, _)| *name != card.name))
            {
                // What stays is overwritten one day, and nobody sees it.
                drop(store.put(&key(&card.name), None).await);
            }
        }
        let forget = Request::ForgetFiles { names: Vec::new() };
        self.engine.last(forget, None, None, Callback::noop()).await?;
        self.forget_pictures(|_| true);
        self.session.dispatch(Told::Files);
        // What could be undone was done to the campaign before.
        self.session.dispatch(Told::Toast(None));
        if came.list.is_none() {
            self.engine.ask(Request::DropList, None, Some(Lane::List), Callback::noop());
            self.session.dispatch(Told::NoList);
        }
        let Settings { name, list, segment, read, columns, segments, changes } = came.settings;
        let cards =
            came.files.iter().map(|(name, blob)| FileCard { name: name.clone(), bytes: blob.size() as u64 });
        let saved = Saved {
            name,
            letter: Rc::new(came.letter),
            // Of another letter's pictures the user has not been asked.
            shown_hosts: Vec::new(),
            files: cards.collect(),
            list_name: list,
            read_options: read,
            mapping: columns,
            changes,
            segment,
            segments: segments.into_iter().map(|(name, text)| Named { name, text }).collect(),
            suppressed: came.suppressed,
            // What is known of headers and answers is the user's, not the campaign's.
            mappings: old.mappings.clone(),
            explained: old.explained.clone(),
        };
        let mut history = self.campaign.history.clone();
        history.note(Rc::clone(&old.letter), "open", clock::now_millis());
        self.close_toast();
        self.campaign.dispatch(Action::Loaded(Some(Box::new((saved, history)))));
        Ok(())
    }
}
