//! Problems by kind: how many rows have each, and what can be done about all of them at once.

use super::View;
use crate::components::{Button, Kind, flag, mark};
use crate::provider::use_workbench;
use crate::text;
use recipients::{CodeCount, ListSummary, RowFilter};
use std::rc::Rc;
use yew::prelude::*;

/// What the panel is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list.
    pub list: Rc<ListSummary>,
    /// Which rows are shown.
    pub view: View,
    /// Shows others.
    pub onview: Callback<View>,
}

/// The panel.
#[component]
pub fn Groups(props: &Props) -> Html {
    let bench = use_workbench();
    let row = |group: &CodeCount| {
        let current = props.view.code.as_deref() == Some(&group.code);
        let next = View {
            filter: RowFilter::All,
            code: (!current).then(|| group.code.clone()),
            search: String::new(),
        };
        let show = {
            let onview = props.onview.clone();
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
                            <Button class="small" icon="fix" onclick={fix}>
                                { if group.fixable == 1 { "Fix".to_owned() } else { ["Fix all ", &text::count(group.fixable)].concat() } }
                            </Button>
                        }
                        <Button class="small quiet" onclick={show}>{ if current { "Show all" } else { "Show" } }</Button>
                    </div>
                </div>
            </li>
        }
    };
    html! {
        <section class="sheet groups" aria-labelledby="groups-h">
            <header><h2 id="groups-h">{ "Problems by kind" }</h2></header>
            <ul>{ for props.list.groups.iter().map(row) }</ul>
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
