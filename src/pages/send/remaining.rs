//! What only the user can decide: whether letters go once more whose answer was lost, or that were refused.

use super::journal::Line;
use super::run::{Run, Tally, may_go_again};
use crate::components::{Kind, button, notice};
use crate::text;
use crate::workbench::Workbench;
use relays::journal::State;
use std::rc::Rc;
use yew::prelude::*;

/// Letters without an answer at a relay that can't be asked. `may_go`: nothing else stands in their way.
pub fn without_answer(bench: &Workbench, run: &Rc<Run>, tally: &Tally, may_go: bool) -> Html {
    let [.., lost, _] = tally.counts;
    if lost == 0 || run.head.target.knows_key {
        return Html::default();
    }
    let again = {
        let (bench, run) = (bench.clone(), Rc::clone(run));
        move |_| run.again(&bench, |line| line.state() == Some(State::Unknown))
    };
    let one = lost == 1;
    let title = [&text::some(lost, "letter", "letters"), " went out, and no answer came"].concat();
    notice!(kind: Kind::Warn, title: title, acts: html! {
        if may_go { { button!(class: "small", icon: "play", onclick: again, children: if one { "Send it again" } else { "Send them all again" }) } }
    }, children: html! { <p>
        { run.head.target.name.clone() }{ " can’t be asked whether it has " }{ if one { "it" } else { "them" } }
        { ". Look there first: a letter that it has would go twice. You can decide for each of them below, or leave them as they are." }
    </p> })
}

/// The button of one line, where it may go again.
pub fn one_again(bench: &Workbench, run: &Rc<Run>, line: &Line, may_go: bool) -> Html {
    let asked = line.state() == Some(State::Unknown) && run.head.target.knows_key;
    if !may_go || asked || !may_go_again(line.state()) {
        return Html::default();
    }
    let (bench, run, row, to) = (bench.clone(), Rc::clone(run), line.row, line.to.clone());
    let whom = [" to ", &to].concat();
    let again = move |_| {
        let to = to.clone();
        run.again(&bench, move |line| line.row == row && line.to == to);
    };
    html! { <>{ " " }{ button!(class: "small quiet", onclick: again, children: html! { <>{ "Send again" }<span class="vh">{ whom }</span></> }) }</> }
}
