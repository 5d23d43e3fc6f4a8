//! What has to be said in its place, and stays until it is read.

use super::{Kind, button, icon};
use yew::prelude::*;

/// What a notice is told.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// How much it matters.
    #[prop_or_default]
    pub kind: Kind,
    /// Its icon, where the kind's own does not fit.
    #[prop_or_default]
    pub icon: Option<&'static str>,
    /// What it says first.
    pub title: AttrValue,
    /// The rest.
    #[prop_or_default]
    pub children: Html,
    /// Buttons below it.
    #[prop_or_default]
    pub acts: Html,
    /// Buttons at its end.
    #[prop_or_default]
    pub end: Html,
    /// `status` or `alert`, where it appears by itself.
    #[prop_or_default]
    pub role: Option<&'static str>,
    /// Whether the text follows the title on the same line, as in a banner.
    #[prop_or_default]
    pub inline: bool,
    /// Takes the notice away, where it may go.
    #[prop_or_default]
    pub onclose: Option<Callback<()>>,
}

/// A notice; above a page it is a banner: `notice!(title: "Look", children: "…")`.
macro_rules! told_notice {
    ($($told:tt)*) => {
        $crate::components::notice(yew::props!($crate::components::NoticeProps { $($told)* }))
    };
}
pub(crate) use told_notice as notice;

/// A notice.
pub fn notice(props: NoticeProps) -> Html {
    let close = props.onclose.map(|close| {
        button!(class: "small icon quiet", icon: "x", label: "Close", onclick: move |_| close.emit(()))
    });
    let has_end = close.is_some() || props.end != Html::default();
    html! {
        <div class={classes!("notice", props.kind.class())} role={props.role}>
            { icon(props.icon.unwrap_or(props.kind.icon())) }
            <div class="grow">
                <b>{ props.title }</b>
                if props.inline { { " " } }
                { props.children }
                if props.acts != Html::default() {
                    <div class="acts">{ props.acts }</div>
                }
            </div>
            if has_end {
                <span class="end">{ props.end }{ for close }</span>
            }
        </div>
    }
}
