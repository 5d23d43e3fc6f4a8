//! What this browser keeps, and the way to take it all away.

use crate::components::{Dialog, Kind, button, notice};
use crate::hooks::{Preference, choose};
use crate::text;
use crate::workbench::Workbench;
use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The section about storage.
#[hook]
pub fn use_storage(bench: &Workbench) -> Html {
    let used = use_state(|| None::<u64>);
    let asking = use_state(|| false);
    let failed = use_state(|| None::<String>);
    {
        let used = used.clone();
        use_effect_with(bench.campaign.revision, move |_| {
            spawn_local(async move { used.set(usage().await) });
        });
    }
    let ask = {
        let asking = asking.clone();
        Callback::from(move |_| asking.set(true))
    };
    let close = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(false))
    };
    let clear = {
        let (bench, failed, asking) = (bench.clone(), failed.clone(), asking.clone());
        Callback::from(move |_| {
            let (store, failed) = (bench.open_store(), failed.clone());
            asking.set(false);
            spawn_local(async move {
                let cleared = match store {
                    Some(store) => store.clear().await,
                    None => Ok(()),
                };
                match cleared {
                    Ok(()) => {
                        for choice in [Preference::Theme, Preference::Density, Preference::Letters] {
                            choose(choice, "");
                        }
                        // A fresh start, as on the first visit.
                        drop(gloo::utils::window().location().reload());
                    }
                    Err(reason) => failed.set(Some(reason)),
                }
            });
        })
    };
    let keep = close.reform(|_: MouseEvent| ());
    let lasts = bench.open_store().is_none_or(|store| store.lasts());
    html! {
        <section class="sheet pad" aria-labelledby="storage">
            <h2 id="storage">{ "Storage" }</h2>
            if let Some(reason) = &*failed {
                { notice!(kind: Kind::Stop, role: "alert", title: "Not everything could be deleted", children: html! { <p>{ text::sentence(reason) }</p> }) }
            }
            <div class="setrow">
                <div>
                    <b>{ if lasts { "The campaign, its list and these settings are in this browser" } else { "This browser keeps nothing after the tab is closed" } }</b>
                    <p class="hint">
                        { match *used {
                            Some(bytes) => format!("They take {}. Nothing of it is anywhere else.", text::size(bytes)),
                            None => "Nothing of it is anywhere else.".to_owned(),
                        } }
                    </p>
                </div>
                { button!(class: "danger", icon: "trash", popup: "dialog", onclick: ask, children: "Delete everything…") }
            </div>
            <Dialog open={*asking} title="Delete everything in this browser?" onclose={close} foot={html! {
                <>
                    { button!(onclick: keep, children: html! { <>{ "Keep it" }<kbd>{ "Esc" }</kbd></> }) }
                    { button!(class: "danger primary", icon: "trash", onclick: clear, children: "Delete everything") }
                </>
            }}>
                <p>{ format!("The letter and the list of “{}”, what was explained, the suppression list and these settings are deleted. This can't be undone.", bench.campaign.saved.name) }</p>
            </Dialog>
        </section>
    }
}

/// What the browser says that this origin takes, in bytes.
async fn usage() -> Option<u64> {
    let estimate = gloo::utils::window().navigator().storage().estimate().ok()?;
    let estimate = JsFuture::from(estimate).await.ok()?;
    Reflect::get(&estimate, &"usage".into()).ok()?.as_f64().map(|bytes| bytes as u64)
}
