//! The parser's events with statements in their right places: not in paragraphs of their own, and before or after
//! list items and table rows instead of in them.

use super::columns::{self, Columns};
use crate::tags::{Role, Tags};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use std::collections::{BTreeMap, BTreeSet};

/// An event of the parser, a statement that stands between blocks, or a mark of columns.
#[derive(Debug, Clone)]
pub(super) enum Node<'a> {
    Event(Event<'a>),
    Statement(char),
    Columns(Columns),
    /// The block that follows starts here in the text.
    Block(usize),
}

/// The dialect: CommonMark with tables, strikethrough and task lists. Heading attributes (`{#id}`) are off, as they
/// look like comments of the template language.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

pub(super) fn nodes<'a>(text: &'a str, moved: &BTreeSet<char>, tags: &Tags) -> Vec<Node<'a>> {
    let parser = TextMergeWithOffset::new(Parser::new_ext(text, options()).into_offset_iter());
    let (events, starts): (Vec<Event<'a>>, Vec<usize>) =
        parser.map(|(event, range)| (event, range.start)).unzip();
    let columns = columns::find(&events);
    let mut settler = Settler {
        moved,
        tags,
        out: Vec::with_capacity(events.len()),
        depth: 0,
        opened: BTreeMap::new(),
        due: Vec::new(),
    };
    let mut i = 0;
    while let Some(event) = events.get(i) {
        let rest = events.get(i..).unwrap_or_default();
        if let Some(mark) = columns.get(&i) {
            settler.out.push(Node::Columns(*mark));
            i += 3;
            continue;
        }
        if let [Event::Start(Tag::Paragraph), Event::Text(text), Event::End(TagEnd::Paragraph), ..] = rest
            && !text.trim().is_empty()
            && text.chars().all(|c| c.is_whitespace() || tags.is_statement(c))
        {
            text.chars().filter(|c| !c.is_whitespace()).for_each(|c| settler.statement(c));
            i += 3;
            continue;
        }
        let begins = begins_block(event).then(|| starts.get(i)).flatten().map(|start| Node::Block(*start));
        match event {
            Event::Start(Tag::Item | Tag::TableRow) => {
                if let Some(text) = first_text(rest) {
                    text.chars().take_while(|c| moved.contains(c)).for_each(|c| settler.statement(c));
                }
                settler.out.extend(begins);
                settler.push(event.clone());
            }
            Event::Text(text) => settler.text(text, rest.get(1..).unwrap_or_default()),
            _ => {
                settler.out.extend(begins);
                settler.push(event.clone());
            }
        }
        i += 1;
    }
    settler.finish()
}

/// Whether the author sees a block begin here. A table's header is one, too.
fn begins_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Rule
            | Event::Start(
                Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::BlockQuote(_)
                    | Tag::CodeBlock(_)
                    | Tag::Item
                    | Tag::TableHead
                    | Tag::TableRow
            )
    )
}

/// The text that an item or a row begins with.
fn first_text<'e>(events: &'e [Event<'_>]) -> Option<&'e str> {
    events.iter().skip(1).take(2).find_map(|event| match event {
        Event::Text(text) => Some(Some(text.as_ref())),
        Event::Start(Tag::Paragraph | Tag::TableCell) => None,
        _ => Some(None),
    })?
}

/// Whether an item or a row ends right here.
fn ends_item(next: &[Event<'_>]) -> bool {
    matches!(
        next,
        [Event::End(TagEnd::Item), ..]
            | [Event::End(TagEnd::Paragraph), Event::End(TagEnd::Item), ..]
            | [Event::End(TagEnd::TableCell), Event::End(TagEnd::TableRow), ..]
    )
}

/// Whether every block of statements that stands between elements ends in the element in which it began, so that the
/// page is well formed whichever branch is taken.
pub(super) fn are_sound(nodes: &[Node<'_>], moved: &BTreeSet<char>, tags: &Tags) -> bool {
    let mut elements = vec![0usize];
    let mut next = 1;
    let mut opened: BTreeMap<char, usize> = BTreeMap::new();
    for node in nodes {
        let statement = match node {
            Node::Event(Event::Start(_)) => {
                elements.push(next);
                next += 1;
                continue;
            }
            Node::Event(Event::End(_)) => {
                elements.pop();
                continue;
            }
            Node::Columns(mark) => {
                match (mark, elements.last_mut()) {
                    (Columns::Open(_), _) => elements.push(next),
                    (Columns::Next, Some(column)) => *column = next,
                    _ => drop(elements.pop()),
                }
                next += 1;
                continue;
            }
            // One that could not be moved out again stands in the midst of a text.
            Node::Event(Event::Text(text)) if text.chars().any(|c| moved.contains(&c)) => return false,
            Node::Event(_) | Node::Block(_) => continue,
            Node::Statement(c) => *c,
        };
        let here = elements.last().copied().unwrap_or(0);
        match tags.role(statement) {
            Role::Open => drop(opened.insert(statement, here)),
            Role::Middle | Role::Close => {
                let opener = tags.opener(statement).and_then(|open| opened.get(&open));
                if opener.is_some_and(|element| *element != here) {
                    return false;
                }
            }
            Role::Alone => {}
        }
    }
    true
}

struct Settler<'a, 's> {
    moved: &'s BTreeSet<char>,
    tags: &'s Tags,
    out: Vec<Node<'a>>,
    /// How many lists, items, tables and rows are open.
    depth: usize,
    /// At which depth each statement was put that opens a block.
    opened: BTreeMap<char, usize>,
    /// Statements that wait until the items around them are closed, with the depth that they belong to.
    due: Vec<(char, usize)>,
}

impl<'a> Settler<'a, '_> {
    fn statement(&mut self, c: char) {
        if self.tags.role(c) == Role::Open {
            self.opened.insert(c, self.depth);
        }
        self.out.push(Node::Statement(c));
    }

    /// Text without the statements that were moved into it: leading ones have been put before the item, trailing ones
    /// come after it. Where the text does not begin or end one after all, they stay in it.
    fn text(&mut self, text: &CowStr<'a>, next: &[Event<'_>]) {
        let begins = matches!(
            self.out.last(),
            Some(Node::Event(Event::Start(Tag::Item | Tag::TableCell | Tag::Paragraph)))
        ) && self.depth > 0;
        let mut kept: &str = text;
        if begins && kept.starts_with(|c| self.moved.contains(&c)) {
            kept = kept.trim_start_matches(|c| self.moved.contains(&c)).trim_start();
        }
        let trimmed = kept.trim_end().trim_end_matches(|c| self.moved.contains(&c));
        if ends_item(next) && trimmed.len() < kept.trim_end().len() {
            for c in kept.get(trimmed.len()..).unwrap_or("").chars().filter(|c| self.moved.contains(c)) {
                // What opens here opens beside the item that it ends.
                let beside = self.depth.saturating_sub(1);
                let opener = self.tags.opener(c).and_then(|open| self.opened.get(&open));
                self.due.push((c, opener.copied().unwrap_or(beside)));
            }
            kept = trimmed.trim_end();
        }
        if kept.len() == text.len() {
            self.out.push(Node::Event(Event::Text(text.clone())));
        } else if !kept.is_empty() {
            self.out.push(Node::Event(Event::Text(kept.to_string().into())));
        }
    }

    fn push(&mut self, event: Event<'a>) {
        let nests = |tag: &Tag<'_>| {
            matches!(tag, Tag::List(_) | Tag::Item | Tag::Table(_) | Tag::TableRow | Tag::BlockQuote(_))
        };
        let ends = |tag: &TagEnd| {
            matches!(
                tag,
                TagEnd::List(_) | TagEnd::Item | TagEnd::Table | TagEnd::TableRow | TagEnd::BlockQuote(_)
            )
        };
        match &event {
            Event::Start(tag) if nests(tag) => self.depth += 1,
            Event::End(tag) if ends(tag) => {
                self.depth = self.depth.saturating_sub(1);
                self.out.push(Node::Event(event));
                self.put_due();
                return;
            }
            _ => {}
        }
        self.out.push(Node::Event(event));
    }

    /// Puts the waiting statements whose depth is reached, in their order.
    fn put_due(&mut self) {
        while let Some((c, target)) = self.due.first().copied() {
            if target < self.depth {
                break;
            }
            self.due.remove(0);
            self.statement(c);
        }
    }

    fn finish(mut self) -> Vec<Node<'a>> {
        for (c, _) in std::mem::take(&mut self.due) {
            self.statement(c);
        }
        self.out
    }
}
