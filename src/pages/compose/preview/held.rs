//! The question before pictures of other servers are fetched, once for each letter and server.

use crate::components::{button, icon};
use crate::text;
use yew::prelude::*;

/// Asks. There is at least one host.
pub fn held(hosts: &[String], onshow: Callback<()>) -> Html {
    let (whose, they) = match hosts {
        [host] => (host.clone(), "its server"),
        hosts => (text::some(hosts.len(), "server", "servers"), "they"),
    };
    html! {
        <div class="held">
            { icon("image") }
            <p class="grow">
                <b class="break">{ ["Images from ", &whose, " are not loaded"].concat() }</b>
                <span class="muted">{ ["; ", they, " would learn that you look"].concat() }</span>
                if hosts.len() > 1 {
                    <br /><span class="muted small break">{ hosts.join(", ") }</span>
                }
            </p>
            { button!(class: "small", onclick: move |_| onshow.emit(()), children: ["Show images from ", &whose].concat()) }
        </div>
    }
}
