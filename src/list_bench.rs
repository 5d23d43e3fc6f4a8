//! What the user does to the list at the workbench: files taken and given up, columns, changes by hand and the way back, segments, files out.

use crate::engine::Lane;
use crate::platform::files;
use crate::state::campaign::{Action, LIST};
use crate::state::sample;
use crate::state::session::{Running, SaveState, Toast, Told};
use crate::text;
use crate::workbench::Workbench;
use engine::Change;
use engine::protocol::{Event, Request, SegmentCount};
use recipients::{ListSummary, Mapping, ReadOptions, Which};
use wasm_bindgen::JsCast;
use web_sys::Blob;
use yew::Callback;
use yew::platform::spawn_local;

impl Workbench {
    /// Takes a file as the list. Only a file that could be read takes the place of the list before.
    pub fn take_list(&self, name: String, blob: Blob) {
        let this = self.clone();
        spawn_local(async move {
            if !this.read_list(name.clone(), &blob, ReadOptions::default(), None).await {
                return;
            }
            this.campaign.dispatch(Action::List(Some(name)));
            if let Some(store) = this.open_store()
                && let Err(reason) = store.put(LIST, Some(&blob)).await
            {
                this.session.dispatch(Told::Save(SaveState::Failed(reason)));
            }
        });
    }

    /// Reads the list again with what the user said about its file.
    pub fn reread_list(&self, options: ReadOptions) {
        let this = self.clone();
        spawn_local(async move {
            let name = this.campaign.saved.list_name.clone().unwrap_or_default();
            if let Some(blob) = this.list_blob().await
                && this.read_list(name, &blob, options.clone(), None).await
            {
                this.campaign.dispatch(Action::Options(options));
            }
        });
    }

    /// Forgets the list.
    pub fn drop_list(&self) {
        let this = self.clone();
        self.campaign.dispatch(Action::List(None));
        self.engine.ask(Request::DropList, None, Some(Lane::List), Callback::noop());
        self.session.dispatch(Told::NoList);
        spawn_local(async move {
            if let Some(store) = this.open_store() {
                // What could not be taken away is overwritten by the next list.
                drop(store.put(LIST, None).await);
            }
        });
    }

    /// Judges the list with other columns.
    pub fn map(&self, mapping: Mapping) {
        let header = self.session.list.as_ref().map(|list| header(list)).unwrap_or_default();
        self.campaign.dispatch(Action::Map(mapping.clone(), header));
        self.judge(Request::Judge { mapping: Some(mapping), suppressed: None, segment: None });
    }

    /// Judges the list with another suppression list. With a word, a toast tells of it and leads back.
    pub fn suppress(&self, addresses: Vec<String>, word: Option<String>) {
        let before = self.campaign.saved.suppressed.clone();
        self.campaign.dispatch(Action::Suppress(addresses.clone()));
        self.judge(Request::Judge { mapping: None, suppressed: Some(addresses), segment: None });
        let this = self.clone();
        let undo = Callback::from(move |()| this.suppress(before.clone(), None));
        self.session.dispatch(Told::Toast(word.map(|text| Toast { text, undo: Some(undo) })));
    }

    /// Has the list judged again.
    pub(crate) fn judge(&self, request: Request) {
        let session = self.session.clone();
        self.engine.ask(
            request,
            None,
            Some(Lane::List),
            Callback::from(move |(event, _)| match event {
                Event::List(list) => session.dispatch(Told::List(list)),
                Event::Progress { done, total } => session.dispatch(Told::Reading(Running { done, total })),
                _ => session.dispatch(Told::NotReading),
            }),
        );
    }

    /// Has a list read and says how it went; true where it is the list now.
    pub(crate) async fn read_list(
        &self,
        name: String,
        blob: &Blob,
        options: ReadOptions,
        mapping: Option<Mapping>,
    ) -> bool {
        self.session.dispatch(Told::Reading(Running { done: 0, total: blob.size() as u64 }));
        let suppressed = self.campaign.saved.suppressed.clone();
        let segment = self.campaign.saved.segment.clone();
        let request = Request::ReadList { name, options, mapping, suppressed, segment };
        let session = self.session.clone();
        let meanwhile = Callback::from(move |(event, _)| {
            if let Event::Progress { done, total } = event {
                session.dispatch(Told::Reading(Running { done, total }));
            }
        });
        match self.engine.last(request, Some(blob.clone().into()), Some(Lane::List), meanwhile).await {
            Ok((Event::List(list), _)) => {
                self.session.dispatch(Told::List(list));
                return true;
            }
            Ok((Event::Cancelled, _)) => self.session.dispatch(Told::NotReading),
            Ok(_) => (),
            // A newer list took its place: that one will tell.
            Err(reason) if self.engine.newest(Lane::List).is_none() => {
                self.session.dispatch(Told::ListFailed(reason));
            }
            Err(_) => (),
        }
        false
    }

    /// The list's bytes; `None` where there is none, or the store lost it.
    pub(crate) async fn list_blob(&self) -> Option<Blob> {
        let kept = match self.open_store() {
            Some(store) => store.get(LIST).await.ok().flatten(),
            None => None,
        };
        let sample = || files::text_blob(sample::LIST_TEXT, "text/csv").ok();
        match kept.and_then(|value| value.dyn_into::<Blob>().ok()) {
            Some(blob) => Some(blob),
            None if self.campaign.saved.list_name.as_deref() == Some(sample::LIST_NAME) => sample(),
            None => None,
        }
    }

    /// Changes the list by hand, and remembers it for the next visit.
    pub fn change_list(&self, change: Change) {
        self.campaign.dispatch(Action::Changed(change.clone()));
        self.judge(Request::ChangeList(change));
    }

    /// Writes certain repairs into the list.
    pub fn fix_rows(&self, code: Option<String>, row: Option<u32>) {
        self.change_list(Change::Fix { code, row });
    }

    /// Undoes the last change of the list.
    pub fn undo_change(&self) {
        self.campaign.dispatch(Action::Unchanged);
        self.judge(Request::UndoChange);
    }

    /// Means the rows that meet a condition; an empty one means everyone.
    pub fn choose_segment(&self, text: String) {
        self.campaign.dispatch(Action::Segment(text.clone()));
        self.judge(Request::Judge { mapping: None, suppressed: None, segment: Some(text) });
    }

    /// Asks how many recipients a condition means.
    pub fn count_segment(&self, text: String, told: Callback<SegmentCount>) {
        self.cancel(Lane::Segment);
        let heard = Callback::from(move |(event, _)| {
            if let Event::Segment(count) = event {
                told.emit(*count);
            }
        });
        self.engine.ask(Request::CountSegment { text }, None, Some(Lane::Segment), heard);
    }

    /// Takes the columns that the user chose for an earlier file with the same header.
    pub fn remember_columns(&self, list: &ListSummary) {
        let saved = &self.campaign.saved;
        let known = saved.mappings.iter().find(|known| known.header == header(list));
        if saved.mapping.is_none()
            && let Some(known) = known.filter(|known| known.mapping != list.mapping)
        {
            self.map(known.mapping.clone());
        }
    }

    /// Saves the list as CSV, with every change.
    pub fn save_list(&self, which: Which) {
        self.save_file(Request::WriteList { which });
    }

    /// Saves the suppression list as CSV.
    pub fn save_suppression(&self, hashed: bool) {
        let entries = self.campaign.saved.suppressed.clone();
        self.save_file(Request::WriteSuppression { entries, hashed });
    }

    fn save_file(&self, request: Request) {
        let this = self.clone();
        spawn_local(async move {
            let said = match this.engine.last(request, None, None, Callback::noop()).await {
                Ok((Event::File { file_name, diagnostics }, Some(bytes))) => {
                    let saved = files::bytes_blob(&[bytes], "text/csv")
                        .and_then(|blob| files::download(&blob, &file_name));
                    let notes =
                        diagnostics.iter().map(|found| [". ", &text::sentence(&found.message)].concat());
                    saved.map(|()| [file_name.as_str(), " saved"].concat() + &notes.collect::<String>())
                }
                Ok(_) => return,
                Err(reason) => Err(reason),
            };
            this.say(said.unwrap_or_else(|reason| text::sentence(&reason)));
        });
    }
}

/// The names of a list's columns as one text.
pub fn header(list: &ListSummary) -> String {
    list.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join("\t")
}
