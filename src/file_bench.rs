//! The files that go with the letter at the workbench: kept in the store, known to the engine, shown in the preview.

use crate::engine::Lane;
use crate::platform::files;
use crate::state::campaign::Action;
use crate::state::session::Told;
use crate::text;
use crate::workbench::Workbench;
use engine::files::{FileCard, FilesReport};
use engine::protocol::{Event, Request};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, Url};
use yew::Callback;
use yew::platform::spawn_local;

/// All files of a letter together, in bytes: the engine holds them in memory, in base64.
const MOST_BYTES: u64 = 400 << 20;

/// Bytes that go to the engine in one piece.
const PIECE_BYTES: f64 = (16 << 20) as f64;

impl Workbench {
    /// Takes files under their names; one of the same name goes.
    ///
    /// # Errors
    /// Why they could not be taken, for people.
    pub async fn enclose(&self, taken: Vec<(String, Blob)>) -> Result<(), String> {
        let cards: Vec<FileCard> = taken
            .iter()
            .map(|(name, blob)| FileCard { name: name.clone(), bytes: blob.size() as u64 })
            .collect();
        let stays = |own: &&FileCard| cards.iter().all(|card| card.name != own.name);
        let here: u64 = self.campaign.saved.files.iter().filter(stays).map(|card| card.bytes).sum();
        if here + cards.iter().map(|card| card.bytes).sum::<u64>() > MOST_BYTES {
            return Err("the files of a letter may have 400 MB together".into());
        }
        self.hand(&taken).await?;
        self.campaign.dispatch(Action::Enclose(cards));
        for (name, blob) in &taken {
            if let Some(store) = self.open_store() {
                store.put(&key(name), Some(blob)).await?;
            }
        }
        Ok(())
    }

    /// Unpacks a zip that is one of the files; its files take its place. Gives back how many could not be unpacked.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub async fn unpack(&self, name: String) -> Result<usize, String> {
        let blob = self.enclosed(&name).await.ok_or("the file is no longer in this browser")?;
        let bytes = files::read(&blob).await?;
        let (inside, left_out, bytes) =
            match self.engine.last(Request::Unzip, Some(bytes.into()), None, Callback::noop()).await? {
                (Event::Unzipped { files, left_out }, Some(bytes)) => (files, left_out, bytes),
                _ => return Err("the archive could not be read".into()),
            };
        self.enclose_bytes(&inside, &bytes).await?;
        self.disclose(name);
        Ok(left_out)
    }

    /// Takes files whose bytes stand one after another.
    ///
    /// # Errors
    /// As [`Workbench::enclose`].
    pub async fn enclose_bytes(&self, cards: &[FileCard], bytes: &Uint8Array) -> Result<(), String> {
        let mut at = 0;
        let mut taken = Vec::new();
        for card in cards {
            let end = at + card.bytes as u32;
            taken.push((card.name.clone(), files::bytes_blob(&[bytes.slice(at, end)], "")?));
            at = end;
        }
        self.enclose(taken).await
    }

    /// Takes a file away, and brings it back if the user wants so.
    pub fn take_away(&self, name: String) {
        let this = self.clone();
        spawn_local(async move {
            let kept = this.enclosed(&name).await;
            this.disclose(name.clone());
            let word = [&name, " was taken away"].concat();
            match kept {
                Some(blob) => this.say_with_undo(word, move |this| this.bring_back(&name, &blob)),
                None => this.say(word),
            }
        });
    }

    /// Takes a file that was taken away, unless another has its name by now.
    fn bring_back(&self, name: &str, blob: &Blob) {
        if self.campaign.saved.files.iter().any(|card| card.name == name) {
            return;
        }
        let (this, taken) = (self.clone(), vec![(name.to_owned(), blob.clone())]);
        spawn_local(async move {
            if let Err(reason) = this.enclose(taken).await {
                this.say(text::sentence(&reason));
            }
        });
    }

    /// Takes a file away without a word.
    fn disclose(&self, name: String) {
        let this = self.clone();
        self.campaign.dispatch(Action::Disclose(name.clone()));
        self.forget_pictures(|own| own == name);
        spawn_local(async move {
            let forget = Request::ForgetFiles { names: vec![name.clone()] };
            // A crash of the engine forgets them all, and those that are left are handed over again.
            drop(this.engine.last(forget, None, None, Callback::noop()).await);
            this.session.dispatch(Told::Files);
            if let Some(store) = this.open_store() {
                drop(store.put(&key(&name), None).await);
            }
        });
    }

    /// Tells the engine that came up about every file of the campaign.
    pub async fn brief_files(&self) {
        let mut all = Vec::new();
        for card in &self.campaign.saved.files {
            // A file that the store lost is told as missing wherever a letter names it.
            if let Some(blob) = self.enclosed(&card.name).await {
                all.push((card.name.clone(), blob));
            }
        }
        drop(self.hand(&all).await);
    }

    /// A file's bytes.
    pub async fn enclosed(&self, name: &str) -> Option<Blob> {
        self.open_store()?.get(&key(name)).await.ok()??.dyn_into().ok()
    }

    /// Asks which rows lack a file.
    pub fn report_files(&self, told: Callback<FilesReport>) {
        let request = Request::ReportFiles { letter: (*self.letter()).clone() };
        let heard = Callback::from(move |(event, _)| {
            if let Event::FilesReport(report) = event {
                told.emit(*report);
            }
        });
        self.engine.ask(request, None, Some(Lane::Files), heard);
    }

    /// Hands files to the engine and to the preview.
    async fn hand(&self, taken: &[(String, Blob)]) -> Result<(), String> {
        let mut rest = taken;
        while !rest.is_empty() {
            let mut size = 0.0;
            let count = rest.iter().take_while(|(_, blob)| {
                size += blob.size();
                size <= PIECE_BYTES
            });
            let (piece, after) = rest.split_at(count.count().max(1));
            let blobs: Vec<Blob> = piece.iter().map(|(_, blob)| blob.clone()).collect();
            let bytes = files::read(&files::joined(&blobs, "")?).await?;
            let names = piece.iter().map(|(name, blob)| (name.clone(), blob.size() as usize)).collect();
            let request = Request::TakeFiles { files: names };
            self.engine.last(request, Some(bytes.into()), None, Callback::noop()).await?;
            rest = after;
        }
        let pictures = taken.iter().filter(|(name, _)| is_picture(name)).filter_map(|(name, blob)| {
            // The preview shows only what has the type of an image.
            let typed = files::joined(std::slice::from_ref(blob), media_type(name)).ok()?;
            Some((name.clone(), Url::create_object_url_with_blob(&typed).ok()?))
        });
        let pictures: Vec<_> = pictures.collect();
        self.forget_pictures(|own| pictures.iter().any(|(name, _)| name == own));
        self.pictures.borrow_mut().extend(pictures);
        self.session.dispatch(Told::Files);
        Ok(())
    }

    /// Shows images no longer.
    pub fn forget_pictures(&self, which: impl Fn(&str) -> bool) {
        self.pictures.borrow_mut().retain(|(name, address)| {
            let goes = which(name);
            if goes {
                // Revoking fails for no address.
                drop(Url::revoke_object_url(address));
            }
            !goes
        });
    }
}

/// Under this the store keeps a file.
pub fn key(name: &str) -> String {
    ["file/", name].concat()
}

/// Whether a file can be shown in a letter, by its name.
pub fn is_picture(name: &str) -> bool {
    !media_type(name).is_empty()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        _ => "",
    }
}
