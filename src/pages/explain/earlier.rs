//! What was explained earlier in this campaign.

use crate::components::button;
use crate::state::campaign::Explained;
use crate::text;
use crate::workbench::Workbench;
use yew::prelude::*;

/// Lines shown at first.
const SHOWN: usize = 6;

/// The panel; nothing before anything was explained. `onchoose` explains a text again.
#[hook]
pub fn use_earlier(bench: &Workbench, onchoose: &Callback<String>) -> Html {
    let all = use_state(|| false);
    let lines = &bench.campaign.saved.explained;
    if lines.is_empty() {
        return Html::default();
    }
    let row = |line: &Explained| {
        let (choose, text) = (onchoose.clone(), line.text.clone());
        html! {
            <li class="ehrow" key={text.clone()}>
                <span class="mono code">{ line.code.clone() }</span>
                <button type="button" class="go" onclick={move |_| choose.emit(text.clone())}>{ line.title.clone() }</button>
                <span class="mono muted cut who2">{ line.recipient.clone() }</span>
            </li>
        }
    };
    let shown = if *all { lines.len() } else { SHOWN };
    let show = move |_| all.set(true);
    html! {
        <section class="sheet earlier" aria-labelledby="earlier-h">
            <header>
                <h2 id="earlier-h">{ "Earlier in this campaign" }</h2>
                if shown < lines.len() {
                    { button!(class: "small quiet", onclick: show, children: ["Show all ", &text::count(lines.len())].concat()) }
                }
            </header>
            <ul>{ for lines.iter().take(shown).map(row) }</ul>
        </section>
    }
}
