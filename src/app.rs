//! The app: what every page has around it.

pub(crate) mod banners;
mod header;
pub(crate) mod help;
mod panes;
mod rail;

use crate::command::{Command, Group, Registry, use_commands};
use crate::components::Announcer;
use crate::engine::Health;
use crate::hooks::{Around, use_keyboard, use_routing};
use crate::pages::{self, parts::Part};
use crate::provider::{Props, WorkbenchProvider, use_workbench};
use crate::route::Route;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};
use yew::prelude::*;

/// Puts the app into the place of the shell that index.html shows before it.
pub fn start() {
    let props = Props { children: html! { <Shell /> } };
    match document().get_element_by_id("page") {
        Some(root) => yew::Renderer::<WorkbenchProvider>::with_root_and_props(root, props).render(),
        None => yew::Renderer::<WorkbenchProvider>::with_props(props).render(),
    };
}

#[component]
fn Shell() -> Html {
    let bench = use_workbench();
    let router = use_routing();
    let (announcer, registry) = (*use_memo((), |()| (Announcer::default(), Registry::default()))).clone();
    let (finding, help) = (use_state(|| false), use_state(|| false));
    use_keyboard(&registry);

    let mut commands: Vec<Command> = Route::steps()
        .into_iter()
        .chain([Route::Settings])
        .zip(["g c", "g r", "g k", "g s", "g e", "g ,"])
        .map(|(route, keys)| {
            let (go, to) = (router.go.clone(), route.clone());
            Command::new(route.slug(), route.name(), route.slug(), move |()| go.emit(to.clone()))
                .keys(keys)
                .group(Group::Go)
        })
        .collect();
    {
        let (finding, help, bench, announcer) =
            (finding.clone(), help.clone(), bench.clone(), announcer.clone());
        commands.extend([
            Command::new("palette", "Search or run a command", "search", move |()| finding.set(true))
                .keys("Mod+K")
                .group(Group::App),
            Command::new("help", "Keyboard shortcuts", "keys", move |()| help.set(true))
                .keys("Mod+/")
                .keywords("help keys")
                .group(Group::App),
            Command::new("save", "Save in this browser now", "archive", move |()| {
                bench.save();
                announcer.say("Saved in this browser");
            })
            .keys("Mod+S")
            .group(Group::App),
            Command::new("next-pane", "Next pane", "columns", |()| panes::next())
                .keys("F6")
                .group(Group::App),
        ]);
    }
    commands.extend(header::theme_commands());
    use_commands(&registry, commands);

    let name = bench.campaign.saved.name.clone();
    use_effect_with((router.route.clone(), name), |(route, name)| route.entitle(name));
    use_effect_with(bench.campaign.loaded, |loaded| {
        if let Some(performance) = window().performance().filter(|_| *loaded) {
            // The mark is for measuring; a browser without it only can't be measured.
            drop(performance.mark("ready"));
        }
    });

    // The other pages are fetched while nothing else is to be done, so that going to one costs no time.
    use_effect_with(bench.session.health == Health::Ready, |ready| {
        if *ready {
            pages::parts::fetch_all();
        }
    });

    let onskip = Callback::from(|event: MouseEvent| {
        // The address after `#` is the route, so the jump is made by hand.
        event.prevent_default();
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
            drop(heading.focus());
        }
    });
    let (open_palette, close_palette) = switch(&finding);
    let (_, close_help) = switch(&help);
    let header = header::use_header(&bench, open_palette);
    let region = announcer.region();
    html! {
        <ContextProvider<Around> context={Around { router: router.clone(), announcer, registry }}>
            <a class="skip" href="#main" onclick={onskip}>{ "Skip to the page" }</a>
            <div class="app">
                { rail::rail(&bench, &router.route) }
                { header }
                { bench.aside.draw(|aside| (aside.liaison)()) }
                <main class={classes!("main", router.route.slug())} id="main" tabindex="-1">
                    { bench.aside.draw(|aside| (aside.banners)()) }
                    { page(&router.route) }
                </main>
            </div>
            { bench.aside.draw(|aside| (aside.toasts)(&bench.session)) }
            { bench.aside.draw(|aside| (aside.palette)(*finding, close_palette)) }
            { bench.aside.draw(|aside| (aside.help)(*help, close_help)) }
            { region }
        </ContextProvider<Around>>
    }
}

fn page(route: &Route) -> Html {
    match Part::of(route) {
        None => html! { <pages::compose::Compose /> },
        Some(part) => html! { <pages::parts::Page key={route.slug()} {part} name={route.name()} /> },
    }
}

fn switch(state: &UseStateHandle<bool>) -> (Callback<()>, Callback<()>) {
    let (on, off) = (state.clone(), state.clone());
    (Callback::from(move |()| on.set(true)), Callback::from(move |()| off.set(false)))
}
