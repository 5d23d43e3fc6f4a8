//! What the user does to the list at the workbench: changes by hand and the way back, segments, files out.

use crate::engine::Lane;
use crate::platform::files;
use crate::state::campaign::Action;
use crate::state::session::{Toast, Told};
use crate::text;
use crate::workbench::Workbench;
use engine::Change;
use engine::protocol::{Event, Request, SegmentCount};
use recipients::{ListSummary, Which};
use yew::Callback;
use yew::platform::spawn_local;

impl Workbench {
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
            let toast =
                Toast { text: said.unwrap_or_else(|reason| text::sentence(&reason)), undo_suppressed: None };
            this.session.dispatch(Told::Toast(Some(toast)));
        });
    }
}

/// The names of a list's columns as one text.
pub fn header(list: &ListSummary) -> String {
    list.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join("\t")
}
