//! Makes the workbench, keeps it going, and lends it to every component below.

use crate::aside::{self, Aside};
use crate::engine::{EngineClient, Health};
use crate::state::campaign::Campaign;
use crate::state::session::{SaveState, Session, Told};
use crate::workbench::{Asked, Beside, Workbench};
use gloo::timers::callback::Timeout;
use std::cell::RefCell;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// A change is saved this long after the last one, in milliseconds.
const SAVE_AFTER_MILLIS: u32 = 500;

/// The shared workbench.
///
/// # Panics
/// Outside [`WorkbenchProvider`], which stands around the whole page.
#[hook]
#[expect(clippy::expect_used, reason = "the provider stands around the whole page")]
pub fn use_workbench() -> Workbench {
    use_context::<Workbench>().expect("a WorkbenchProvider above")
}

/// What stands below the provider.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page.
    pub children: Html,
}

/// Owns the campaign, the session, the engine and the store.
#[component]
pub fn WorkbenchProvider(props: &Props) -> Html {
    let campaign = use_reducer(Campaign::default);
    let session = use_reducer(Session::default);
    let store = use_state(|| Rc::new(RefCell::new(None)));
    let pictures = use_state(Rc::default);
    let engine = {
        let session = session.dispatcher();
        use_state(|| {
            EngineClient::start(Callback::from(move |health| session.dispatch(Told::Health(health))))
        })
    };
    let beside = use_state(|| None::<&'static Aside>);
    let asked = use_state(Asked::default);
    let workbench = Workbench {
        campaign: campaign.clone(),
        session: session.clone(),
        engine: (*engine).clone(),
        store: Rc::clone(&store),
        aside: Beside(*beside),
        pictures: Rc::clone(&pictures),
        asked: (*asked).clone(),
        revisions: (campaign.revision, session.revision),
    };

    // What stands beside the letter is fetched once.
    {
        let (engine, session, beside) = ((*engine).clone(), session.dispatcher(), beside.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                match aside::fetch().await {
                    Ok(aside) => {
                        beside.set(Some(aside));
                        engine.speak(aside.codec);
                    }
                    Err(_) => session.dispatch(Told::Health(Health::Gone(
                        "a part of the app could not be fetched; reload the page".into(),
                    ))),
                }
            });
        });
    }

    // The store is opened once.
    {
        let workbench = workbench.clone();
        use_effect_with((), move |()| workbench.open());
    }
    use_effect_with(session.health.clone(), tell_document);
    // Every change is saved when the hands rest.
    {
        let workbench = workbench.clone();
        let change = (campaign.loaded, campaign.revision);
        use_effect_with(change, move |(loaded, revision)| {
            let timer = (*loaded && *revision > 1).then(|| {
                // A word said twice would draw the page twice.
                if workbench.session.save != SaveState::Pending {
                    workbench.session.dispatch(Told::Save(SaveState::Pending));
                }
                Timeout::new(SAVE_AFTER_MILLIS, move || workbench.save())
            });
            move || drop(timer)
        });
    }
    html! {
        <ContextProvider<Workbench> context={workbench}>{ props.children.clone() }</ContextProvider<Workbench>>
    }
}

/// Tests and styles read the engine's health from the document.
fn tell_document(health: &Health) {
    let word = match health {
        Health::Loading => "loading",
        Health::Ready => "ready",
        Health::Restarting => "restarted",
        Health::Gone(_) => "gone",
    };
    let element = gloo::utils::document_element();
    // Setting an attribute with a lawful name can't fail.
    let _ = element.set_attribute("data-engine", word);
}
