//! Problems by kind: how many rows have each, and what can be done about all of them at once.

use super::View;
use crate::components::{Kind, button, flag, mark};
use crate::text;
use crate::workbench::Workbench;
use recipients::{CodeCount, ListSummary, RowFilter};
use yew::prelude::*;

/// The panel. `shown` is which rows are shown.
pub fn groups(bench: &Workbench, list: &ListSummary, shown: &View, onview: &Callback<View>) -> Html {
    let row = |group: &CodeCount| {
        let current = shown.code.as_deref() == Some(&group.code);
        let next = View {
            filter: RowFilter::All,
            code: (!current).then(|| group.code.clone()),
            search: String::new(),
            sort: shown.sort,
        };
        let show = {
            let onview = onview.clone();
            Callback::from(move |_: MouseEvent| onview.emit(next.clone()))
        };
        let fix = {
            let (bench, code) = (bench.clone(), group.code.clone());
            move |_| bench.fix_rows(Some(code.clone()), None)
        };
        html! {
            <li class={classes!("pg", current.then_some("is-current"))} key={group.code.clone()}>
                { mark(Kind::of(group.severity)) }
                <div class="grow">
                    <div class="row1">
                        <button type="button" class="go" aria-pressed={flag(current)} onclick={show.clone()}>{ group.title.clone() }</button>
                        <b class="n">{ text::count(group.count) }</b>
                    </div>
                    <div class="ex">{ examples(group) }</div>
                    <div class="acts">
                        if group.fixable > 0 {
                            { button!(class: "small", icon: "fix", onclick: fix, children: if group.fixable == 1 { "Fix".to_owned() } else { ["Fix all ", &text::count(group.fixable)].concat() }) }
                        }
                        { button!(class: "small quiet", onclick: show, children: if current { "Show all" } else { "Show" }) }
                    </div>
                </div>
            </li>
        }
    };
    html! {
        <section class="sheet groups" aria-labelledby="groups-h">
            <header><h2 id="groups-h">{ "Problems by kind" }</h2></header>
            <ul>{ for list.groups.iter().map(row) }</ul>
        </section>
    }
}

/// The first address as it is written, or the rows' numbers where nothing is written there.
fn examples(group: &CodeCount) -> Html {
    match group.examples.iter().find(|(_, address)| !address.trim().is_empty()) {
        Some((row, address)) => html! {
            <><span class="addr">{ address.clone() }</span><span class="vh">{ [" in row ", &row.to_string()].concat() }</span></>
        },
        None => {
            let rows: Vec<String> =
                group.examples.iter().map(|(row, _)| text::count(*row as usize)).collect();
            html! { { [if rows.len() == 1 { "Row " } else { "Rows " }, &rows.join(", ")].concat() } }
        }
    }
}
