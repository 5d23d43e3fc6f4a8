//! Lines that hold nothing but statements, such as `{% if vip %}`: blocks of their own between paragraphs, and part of
//! the next or last line where they stand among list items or table rows.

use super::columns::Columns;
use crate::tags::{Role, Tags};
use std::collections::{BTreeMap, BTreeSet};

/// A body whose statement lines are settled.
pub(super) struct Settled {
    pub(super) text: String,
    /// The statements that were moved into the line of an item or a row.
    pub(super) moved: BTreeSet<char>,
    /// Where each line starts in the text, and where it stood in the body.
    lines: Vec<(usize, usize)>,
}

impl Settled {
    /// The place in the body of a place in the text, as far as their lines tell.
    pub(super) fn source(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).checked_sub(1);
        let (start, before) = line.and_then(|i| self.lines.get(i)).copied().unwrap_or((0, 0));
        before + (at - start)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Statements only.
    Alone,
    Blank,
    /// The first line of a list item.
    Item,
    /// A body row of a table.
    Row,
    /// The header of a table, or the line below it.
    Head,
    /// A mark of columns: `::: columns`, `::: column` or `:::`.
    Columns,
    /// Anything else, or inside a code block.
    Other,
}

/// Settles the statement lines. Where `among` is false, none of them goes into an item or a row: a list or table is
/// parted instead.
pub(super) fn settle(body: &str, tags: &mut Tags, among: bool) -> Settled {
    let lines: Vec<&str> = body.lines().collect();
    let kinds = kinds(&lines, tags);
    let inside = if among { inside(&lines, &kinds, tags) } else { BTreeSet::new() };
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    // For each line that goes out, where it comes from.
    let mut from: Vec<usize> = Vec::with_capacity(lines.len());
    let mut moved = BTreeSet::new();
    let mut held = String::new();
    for (i, (line, kind)) in lines.iter().zip(&kinds).enumerate() {
        let here = line.as_ptr().addr() - body.as_ptr().addr();
        if *kind == Line::Columns {
            out.extend([String::new(), line.trim().to_string(), String::new()]);
            from.extend([here; 3]);
            continue;
        }
        if *kind != Line::Alone {
            let line =
                if held.is_empty() { line.to_string() } else { insert(line, &std::mem::take(&mut held)) };
            out.push(line);
            from.push(here);
            continue;
        }
        let statements: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        statements.chars().for_each(|c| tags.settle(c));
        if inside.contains(&i) {
            moved.extend(statements.chars());
            let ends = statements.chars().all(|c| tags.role(c) == Role::Close);
            match out.iter_mut().rev().find(|_| true) {
                Some(last) if held.is_empty() && follows(&kinds, i) && (ends || !leads(&kinds, i)) => {
                    append(last, &statements);
                }
                _ => held.push_str(&statements),
            }
        } else {
            out.extend([String::new(), statements, String::new()]);
            from.extend([here; 3]);
        }
    }
    if !held.is_empty() {
        out.push(held);
        from.push(body.len());
    }
    let mut start = 0;
    let lines = out.iter().zip(from).map(|(line, before)| {
        let here = start;
        start += line.len() + 1;
        (here, before)
    });
    let lines = lines.collect();
    let mut text = out.join("\n");
    text.push('\n');
    Settled { text, moved, lines }
}

fn kinds(lines: &[&str], tags: &Tags) -> Vec<Line> {
    let mut fence: Option<&str> = None;
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let text = line.trim();
        if let Some(open) = fence {
            if text.starts_with(open) && text.trim_start_matches(['`', '~']).is_empty() {
                fence = None;
            }
            out.push(Line::Other);
            continue;
        }
        fence = ["```", "~~~"].into_iter().find(|f| text.starts_with(f));
        out.push(if fence.is_some() {
            Line::Other
        } else if text.is_empty() {
            Line::Blank
        } else if text.chars().all(|c| c.is_whitespace() || tags.is_statement(c)) {
            Line::Alone
        } else if Columns::of(text).is_some() && !line.starts_with("    ") {
            Line::Columns
        } else if is_delimiter(text) {
            Line::Head
        } else if text.starts_with('|') {
            if lines.get(i + 1).is_some_and(|next| is_delimiter(next.trim())) {
                Line::Head
            } else {
                Line::Row
            }
        } else if item_mark(line).is_some() {
            Line::Item
        } else {
            Line::Other
        });
    }
    out
}

fn is_delimiter(text: &str) -> bool {
    text.starts_with('|')
        && text.contains('-')
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Where the text of a list item starts in its line.
fn item_mark(line: &str) -> Option<usize> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let after = text.get(mark..)?;
    let spaces = after.len() - after.trim_start_matches([' ', '\t']).len();
    (spaces > 0).then_some(indent + mark + spaces)
}

/// Whether an item or row comes right after the statement lines at `i`.
fn leads(kinds: &[Line], i: usize) -> bool {
    let next = kinds.iter().skip(i + 1).find(|k| **k != Line::Alone);
    matches!(next, Some(Line::Item | Line::Row))
}

/// Whether an item or row, or a further line of one, comes right before.
fn follows(kinds: &[Line], i: usize) -> bool {
    let before = kinds.iter().take(i).rev().filter(|k| **k != Line::Alone);
    for kind in before {
        match kind {
            Line::Item | Line::Row => return true,
            Line::Other => continue,
            _ => return false,
        }
    }
    false
}

/// The statement lines that go into an item or a row. The statements of one block all do, or none: a list must not
/// open in a branch and close outside of it.
fn inside(lines: &[&str], kinds: &[Line], tags: &Tags) -> BTreeSet<usize> {
    let alone = |i: &usize| kinds.get(*i) == Some(&Line::Alone);
    let statements = |i: usize| lines.get(i).map_or("", |l| *l).chars().filter(|c| !c.is_whitespace());
    let group = |c: char| tags.opener(c).unwrap_or(c);
    // For each block, by its opening statement: whether all its lines stand among items.
    let mut tight: BTreeMap<char, bool> = BTreeMap::new();
    for i in (0..lines.len()).filter(alone) {
        for c in statements(i) {
            let fits = match tags.role(c) {
                Role::Open => leads(kinds, i),
                Role::Close => follows(kinds, i),
                Role::Middle | Role::Alone => leads(kinds, i) || follows(kinds, i),
            };
            tight.entry(group(c)).and_modify(|t| *t &= fits).or_insert(fits);
        }
    }
    // Blocks that share a line share their fate.
    loop {
        let mut changed = false;
        for i in (0..lines.len()).filter(alone) {
            let all = statements(i).all(|c| tight.get(&group(c)) == Some(&true));
            for c in statements(i) {
                if !all && tight.insert(group(c), false) == Some(true) {
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    (0..lines.len())
        .filter(alone)
        .filter(|i| statements(*i).all(|c| tight.get(&group(c)) == Some(&true)))
        .collect()
}

/// The statements at the start of an item's or a row's text.
fn insert(line: &str, statements: &str) -> String {
    let at = match line.trim_start().starts_with('|') {
        true => line.len() - line.trim_start().len() + 1,
        false => item_mark(line).unwrap_or(0),
    };
    let (mark, text) = line.split_at_checked(at).unwrap_or(("", line));
    format!("{mark}{statements}{text}")
}

/// The statements at the end of the last line, inside of a row's last bar.
fn append(line: &mut String, statements: &str) {
    let kept = line.trim_end().len();
    line.truncate(kept);
    let bar = line.starts_with('|') && line.len() > 1 && line.ends_with('|');
    if bar {
        line.pop();
    }
    line.push_str(statements);
    if bar {
        line.push('|');
    }
}
