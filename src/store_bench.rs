//! The workbench and the store: the campaign is read when the page opens, and written after each change.

use crate::aside;
use crate::platform::clock;
use crate::platform::store::Store;
use crate::state::campaign::{Action, CAMPAIGN, HISTORY};
use crate::state::session::{SaveState, Told};
use crate::workbench::Workbench;
use wasm_bindgen::JsValue;
use yew::platform::spawn_local;

impl Workbench {
    /// The store, where it is open.
    pub fn open_store(&self) -> Option<Store> {
        self.store.borrow().clone()
    }

    /// Opens the store and reads the campaign from it.
    pub fn open(&self) {
        let this = self.clone();
        spawn_local(async move {
            let store = Store::open().await;
            let text = store.get(CAMPAIGN).await.ok().flatten().and_then(|value| value.as_string());
            let history = store.get(HISTORY).await.ok().flatten().and_then(|value| value.as_string());
            if !store.lasts() {
                this.session.dispatch(Told::Save(SaveState::MemoryOnly));
            }
            *this.store.borrow_mut() = Some(store);
            // A campaign that can't be read is not thrown away: it stays in the store until the first change. What
            // reads it comes after the first look, since who visits for the first time has none.
            let loaded = match text {
                None => None,
                Some(text) => match aside::fetch().await {
                    Ok(aside) => (aside.read)(&text, history.as_deref()),
                    Err(_) => return,
                },
            };
            this.campaign.dispatch(Action::Loaded(loaded));
        });
    }

    /// Writes the campaign to the store.
    pub fn save(&self) {
        let this = self.clone();
        spawn_local(async move {
            let Some(store) = this.open_store() else { return };
            let Ok(aside) = aside::fetch().await else {
                let reason = "a part of the app could not be fetched".to_owned();
                return this.session.dispatch(Told::Save(SaveState::Failed(reason)));
            };
            let (text, history) = (aside.write)(&this.campaign);
            let state = match store.put(CAMPAIGN, Some(&JsValue::from_str(&text))).await {
                Ok(()) if store.lasts() => SaveState::Saved(clock::time_of_day()),
                Ok(()) => SaveState::MemoryOnly,
                Err(reason) => SaveState::Failed(reason),
            };
            // A history that could not be stored is of an older letter; then Undo starts anew.
            drop(store.put(HISTORY, Some(&JsValue::from_str(&history))).await);
            this.session.dispatch(Told::Save(state));
        });
    }
}
