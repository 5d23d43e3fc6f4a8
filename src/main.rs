//! The page: the main thread only. It keeps what is on the screen; lists, templates and archives are the worker's work.

mod app;
mod aside;
mod campaign_bench;
mod command;
mod components;
mod engine;
mod file_bench;
mod hooks;
mod liaison;
mod list_bench;
mod pages;
mod platform;
mod provider;
mod route;
mod state;
mod store_bench;
mod text;
mod workbench;

fn main() {
    route::Route::settle();
    app::start();
}
