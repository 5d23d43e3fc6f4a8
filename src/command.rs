//! The registry of user verbs. A page says which verbs it has and what they do; buttons, keys, palette and help read
//! the same records.

pub mod keys;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Where a verb is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// On this page.
    Here,
    /// Another page.
    Go,
    /// The whole app.
    App,
}

impl Group {
    /// The heading of the group.
    pub fn name(self) -> &'static str {
        match self {
            Group::Here => "Here",
            Group::Go => "Go to",
            Group::App => "Postroom",
        }
    }
}

/// A user verb.
#[derive(Clone, PartialEq)]
pub struct Command {
    /// Its stable name.
    pub name: &'static str,
    /// What buttons and lists call it.
    pub label: AttrValue,
    /// More words under which the palette finds it.
    pub keywords: &'static str,
    /// Its key, such as `Mod+Enter`, `F8` or `g r`; empty for none. `Mod` is Ctrl, or ⌘ on a Mac.
    pub keys: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// Whether it can be done now.
    pub when: bool,
    /// Does it.
    pub run: Callback<()>,
}

impl Command {
    /// A verb of this page that can always be done and has no key.
    pub fn new(
        name: &'static str,
        label: impl Into<AttrValue>,
        icon: &'static str,
        run: impl Fn(()) + 'static,
    ) -> Command {
        let (label, run) = (label.into(), Callback::from(run));
        Command { name, label, keywords: "", keys: "", icon, group: Group::Here, when: true, run }
    }

    /// The same with a key.
    pub fn keys(mut self, keys: &'static str) -> Command {
        self.keys = keys;
        self
    }

    /// The same, found under more words.
    pub fn keywords(mut self, keywords: &'static str) -> Command {
        self.keywords = keywords;
        self
    }

    /// The same in another group.
    pub fn group(mut self, group: Group) -> Command {
        self.group = group;
        self
    }

    /// The same, only to be done under a condition.
    pub fn when(mut self, when: bool) -> Command {
        self.when = when;
        self
    }
}

/// All verbs that can be seen now: the app's, then the page's.
#[derive(Clone, Default)]
pub struct Registry(Rc<Inner>);

#[derive(Default)]
struct Inner {
    sets: RefCell<Vec<(u32, Vec<Command>)>>,
    next: Cell<u32>,
}

impl PartialEq for Registry {
    fn eq(&self, other: &Registry) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Registry {
    /// The verbs that can be done now, in the order of their groups.
    pub fn live(&self) -> Vec<Command> {
        let sets = self.0.sets.borrow();
        let of = |group| {
            let all = sets.iter().flat_map(|(_, set)| set);
            all.filter(move |command| command.when && command.group == group)
        };
        [Group::Here, Group::Go, Group::App].into_iter().flat_map(of).cloned().collect()
    }

    /// The verb of a key press. The page goes before the app.
    pub fn of_keys(&self, pressed: &str) -> Option<Command> {
        let sets = self.0.sets.borrow();
        let commands = sets.iter().rev().flat_map(|(_, set)| set);
        commands.filter(|c| c.when).find(|c| !c.keys.is_empty() && c.keys == pressed).cloned()
    }

    fn enter(&self) -> u32 {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.sets.borrow_mut().push((id, Vec::new()));
        id
    }

    fn set(&self, id: u32, commands: Vec<Command>) {
        if let Some((_, set)) = self.0.sets.borrow_mut().iter_mut().find(|(own, _)| *own == id) {
            *set = commands;
        }
    }

    fn leave(&self, id: u32) {
        self.0.sets.borrow_mut().retain(|(own, _)| *own != id);
    }
}

/// Enters verbs into the registry as long as the component is on the page.
#[hook]
pub fn use_commands(registry: &Registry, commands: Vec<Command>) {
    let id = {
        let registry = registry.clone();
        use_memo((), move |()| registry.enter())
    };
    let registry = registry.clone();
    // On every render: the verbs close over what the component showed last.
    registry.set(*id, commands);
    use_effect_with((), move |()| move || registry.leave(*id));
}
