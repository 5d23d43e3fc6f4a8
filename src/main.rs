//! The page: the main thread only. It keeps what is on the screen; lists, templates and archives are the worker's work.

mod engine;
mod platform;
mod provider;
mod state;
mod workbench;

fn main() {
    yew::Renderer::<provider::WorkbenchProvider>::with_props(provider::Props {
        children: yew::Html::default(),
    })
    .render();
}
