//! How the rows add up: rows = kept + set aside + rejected.

use crate::text::count;
use recipients::ListSummary;
use yew::prelude::*;

/// The sum, and what stands below it.
pub fn sum(list: &ListSummary, below: Html) -> Html {
    let counts = list.counts;
    let ready = counts.kept.saturating_sub(counts.warned);
    let label = [
        &count(ready),
        " ready, ",
        &count(counts.warned),
        " with a warning, ",
        &count(counts.excluded),
        " set aside, ",
        &count(counts.rejected),
        " rejected",
    ]
    .concat();
    let parts = [(ready, "ok"), (counts.warned, "warn"), (counts.excluded, "out"), (counts.rejected, "stop")];
    let ink = (counts.rejected > 0).then_some("is-danger");
    html! {
        <section class="sum" aria-labelledby="sumh">
            <h2 class="vh" id="sumh">{ "How the rows add up" }</h2>
            <p class="eq">
                <span><b>{ count(counts.rows) }</b>{ if counts.rows == 1 { " row" } else { " rows" } }</span>
                <span><span class="op">{ "=" }</span><span class="is-success"><b>{ count(counts.kept) }</b>{ " kept" }</span></span>
                <span><span class="op">{ "+" }</span><b>{ count(counts.excluded) }</b>{ " set aside" }</span>
                <span><span class="op">{ "+" }</span><span class={ink}><b>{ count(counts.rejected) }</b>{ " rejected" }</span></span>
            </p>
            <div class="split" role="img" aria-label={label}>
                { for parts.iter().filter(|(part, _)| *part > 0).map(|(part, class)| html! {
                    <i class={*class} style={["flex:", &part.to_string()].concat()}></i>
                }) }
            </div>
            { below }
        </section>
    }
}
