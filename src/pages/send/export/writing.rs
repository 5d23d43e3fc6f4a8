//! An export while it is written: the bytes that come to the page, and its end.

use super::going::{Exported, Halted, Now, Went, change, forget};
use super::kept::{Finished, Kept};
use crate::platform::{clock, exports, files};
use crate::text;
use crate::workbench::Workbench;
use engine::protocol::{Event as Told, ExportPlan, ExportReport};
use js_sys::Uint8Array;
use std::rc::Rc;
use web_sys::Blob;

/// Bytes that came to the page. Each chunk is handed to the browser as it comes, which keeps it outside of the page's memory.
pub struct Chunks(Result<Vec<Blob>, String>);

impl Default for Chunks {
    fn default() -> Chunks {
        Chunks(Ok(Vec::new()))
    }
}

impl Chunks {
    /// Takes what came.
    pub fn take(&mut self, bytes: Option<Uint8Array>) {
        let Ok(kept) = &mut self.0 else { return };
        match bytes.map(|bytes| files::bytes_blob(&[bytes], "")) {
            Some(Ok(blob)) => kept.push(blob),
            Some(Err(why)) => self.0 = Err(why),
            None => {}
        }
    }

    /// All of them as one; `None` where none came.
    fn joined(self, media_type: &str) -> Result<Option<Blob>, String> {
        let chunks = self.0?;
        (!chunks.is_empty()).then(|| files::joined(&chunks, media_type)).transpose()
    }
}

/// An export that is written, and what of it came to the page.
#[derive(Default)]
pub struct Writing {
    /// What it is.
    kept: Kept,
    /// How it is written.
    plan: ExportPlan,
    /// Whether that is in the browser's storage.
    stored: bool,
    began: f64,
    /// The bytes of the part.
    pub chunks: Chunks,
    parts: Vec<(String, Blob)>,
    /// The manifest's bytes.
    pub manifest: Chunks,
}

impl Writing {
    /// One that begins now.
    pub fn new(kept: Kept, plan: ExportPlan, stored: bool) -> Writing {
        Writing { kept, plan, stored, began: clock::now_millis(), ..Writing::default() }
    }

    /// A part is whole, and goes to the downloads.
    pub fn part(&mut self, file_name: &str) {
        let chunks = std::mem::take(&mut self.chunks);
        let saved = chunks.joined("").and_then(|blob| match blob {
            Some(blob) => {
                self.parts.push((file_name.to_owned(), blob.clone()));
                files::download(&blob, file_name)
            }
            None => Ok(()),
        });
        if let Err(why) = saved {
            self.chunks.0 = Err(why);
        }
    }

    /// The engine's last word: what there is to show from now on.
    pub async fn end(self, bench: &Workbench, event: Told) {
        let (stored, kept) = (self.stored, self.kept.clone());
        let went = match event {
            Told::Exported(report) => match self.exported(bench, *report).await {
                Ok(exported) => Went::Well(Rc::new(exported)),
                Err(why) => Went::Badly(why),
            },
            Told::Cancelled => {
                if stored {
                    forget(bench).await;
                }
                Went::Badly("The export was cancelled".into())
            }
            Told::Failed { message } => Went::Badly(text::sentence(&message)),
            _ => Went::Badly("The engine gave no answer that fits".into()),
        };
        // What was written of an export that failed is still there, and can go on.
        let left = match &went {
            Went::Badly(_) if stored => exports::read(&kept.place()).await.map(|file| file.size() as u64),
            _ => None,
        };
        let halted = left.filter(|bytes| *bytes > 0).map(|bytes| Halted { kept, bytes });
        change(|live| {
            live.now = Now { running: None, went: Some(went), halted };
            (live.guard, live.alone, live.asked) = (None, None, None);
        });
    }

    async fn exported(self, bench: &Workbench, report: ExportReport) -> Result<Exported, String> {
        let mut blob = self.chunks.joined(&report.media_type)?;
        if self.stored && blob.is_none() {
            let file = exports::read(&self.kept.place()).await;
            blob = Some(file.ok_or("The file is gone from the browser’s storage; export again")?.into());
            let finished = Finished {
                file_name: report.file_name.clone(),
                messages: report.messages,
                bytes: report.bytes,
                rest: report.rest,
            };
            if let Some(store) = bench.open_store() {
                drop(Kept { finished: Some(finished), ..self.kept.clone() }.save(&store).await);
            }
        }
        if let Some(blob) = &blob {
            files::download(blob, &report.file_name)?;
        }
        let manifest = self.manifest.joined("application/json")?;
        let millis = Some(clock::now_millis() - self.began);
        Ok(Exported {
            report,
            blob,
            parts: self.parts,
            manifest,
            millis,
            kept: self.kept,
            ended: self.plan.end,
        })
    }
}
