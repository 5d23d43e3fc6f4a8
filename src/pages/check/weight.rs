//! What the letter weighs, against the size at which Gmail cuts it off.

use crate::components::wide;
use crate::text;
use engine::protocol::CheckReport;
use yew::prelude::*;

/// Gmail shows no more of a message's HTML than this, in bytes.
const CLIP: usize = 102 * 1024;

/// The panel.
pub fn weight(report: &CheckReport) -> Html {
    let html = text::size(report.heaviest_html as u64);
    let style = wide((report.heaviest_html * 1000 / CLIP).min(1000) as u64);
    let row = report.heaviest_row.to_string();
    html! {
        <section class="sheet pad" aria-labelledby="weight-h">
            <h2 id="weight-h">{ "Weight" }</h2>
            if report.heaviest_row == 0 {
                <p class="muted">{ "There is no merged letter to weigh yet" }</p>
            } else {
                <p class="weight"><b>{ html.clone() }</b>{ " " }<span class="muted">{ "of 102 KB before Gmail clips" }</span></p>
                <div class="scale" role="img" aria-label={[&html, " of 102 KB"].concat()}>
                    <i {style}></i><span class="cliplab" aria-hidden="true"></span>
                </div>
                <div class="ticks small muted" aria-hidden="true">
                    { for ["0", "25", "50", "75", "102"].map(|tick| html! { <span>{ tick }</span> }) }
                </div>
                <dl class="kv">
                    <div><dt>{ "Heaviest letter" }</dt><dd><a href={["#/recipients?row=", &row].concat()}>{ ["row ", &row].concat() }</a></dd></div>
                    <div><dt>{ "Its HTML" }</dt><dd>{ html }</dd></div>
                    <div><dt>{ "Whole message" }</dt><dd>{ text::size(report.heaviest_message as u64) }</dd></div>
                </dl>
            }
        </section>
    }
}
