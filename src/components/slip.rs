//! A form of ruled boxes, as filled in at a counter: a word, its value, and a small remark.

use yew::prelude::*;

/// A slip. Each box has a word, a value and a remark, which may be empty.
pub fn slip(boxes: &[(&'static str, Html, AttrValue)]) -> Html {
    html! {
        <dl class="slip">
            { for boxes.iter().map(|(word, value, remark)| html! {
                <div>
                    <dt>{ *word }</dt>
                    <dd><span>
                        { value.clone() }
                        if !remark.is_empty() { <small>{ remark.clone() }</small> }
                    </span></dd>
                </div>
            }) }
        </dl>
    }
}
