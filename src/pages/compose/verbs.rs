//! What can be done on this page, beside inserting: undo, problems, recipients, fixes.

use crate::command::Command;
use crate::components::Problem;
use crate::state::campaign::Action;
use crate::workbench::Workbench;
use yew::prelude::*;

/// Undo and redo.
pub fn history(bench: &Workbench) -> Vec<Command> {
    let verb = |name, label, icon, keys, can, action: fn() -> Action| {
        let campaign = bench.campaign.dispatcher();
        Command::new(name, label, icon, move |()| campaign.dispatch(action())).keys(keys).when(can)
    };
    let past = &bench.campaign.history;
    vec![
        verb("undo", "Undo", "undo", "Mod+Z", past.can_undo(), || Action::Undo),
        verb("redo", "Redo", "redo", "Mod+Shift+Z", past.can_redo(), || Action::Redo),
    ]
}

/// The ways through the problems, and their fixes. `visit` is told the place in the list of the one gone to.
pub fn problems(items: &[Problem], current: Option<usize>, visit: &Callback<usize>) -> Vec<Command> {
    let last = items.len().saturating_sub(1);
    let next = current.map_or(0, |at| if at >= last { 0 } else { at + 1 });
    let before = current.map_or(last, |at| at.checked_sub(1).unwrap_or(last));
    let go = |name, label, keys, to: usize| {
        let (visit, item) = (visit.clone(), items.get(to).cloned());
        Command::new(name, label, "warn", move |()| {
            if let Some(item) = &item {
                visit.emit(to);
                item.go.emit(());
            }
        })
        .keys(keys)
        .when(!items.is_empty())
    };
    let ways = [
        go("next-problem", "Next problem", "F8", next),
        go("previous-problem", "Previous problem", "Shift+F8", before),
    ];
    let fixes = items.iter().filter_map(|problem| problem.fix.clone()).map(|(title, fix)| {
        Command::new("fix", title, "fix", move |()| fix.emit(())).keywords("problem mend repair")
    });
    ways.into_iter().chain(fixes).collect()
}

/// The ways to other recipients.
pub fn recipients(bench: &Workbench) -> Vec<Command> {
    let newest = bench.session.newest.as_ref();
    let (at, of) = newest.map_or((0, 0), |newest| (newest.recipient.at, newest.recipient.of));
    let show = |name, label, icon, to: usize, can| {
        let bench = bench.clone();
        Command::new(name, label, icon, move |()| bench.show(to)).keywords("preview").when(can)
    };
    vec![
        show("next-recipient", "Next recipient", "right", at + 1, at + 1 < of),
        show("previous-recipient", "Previous recipient", "left", at.saturating_sub(1), at > 0),
    ]
}
