//! The fast way of a template: static text, values, conditions and loops, without the template engine.
//!
//! It knows only what most letters are made of, and refuses all else when the letter is compiled; then the engine does
//! it. What it does know it does byte for byte as the engine does, which a property test holds. It writes static text
//! as slices of the template's source, so that a writer can know them by their address.

mod bind;
mod parse;
mod run;

pub(crate) use bind::Bound;

use std::ops::Range;

/// A template that can take the fast way.
#[derive(Debug, PartialEq)]
pub(crate) struct Segments {
    /// The columns that it asks for, each once.
    columns: Vec<Column>,
    /// What it loops over: a column by its position, and the fields of its rows that it asks for.
    lists: Vec<(usize, Vec<String>)>,
    /// The columns that it prints: no engine prints a list as a fast way would.
    printed: Vec<usize>,
    /// Whether it calls `range`, which a column may be called too.
    ranges: bool,
    nodes: Vec<Node>,
}

/// A column that the template asks for.
#[derive(Debug, PartialEq, Eq)]
enum Column {
    /// By the name of its variable.
    Variable(String),
    /// By its header, as in `row["First name"]`.
    Header(String),
}

/// A part of the template.
#[derive(Debug, PartialEq)]
enum Node {
    /// Static text: a slice of the source.
    Text(Range<usize>),
    /// A value, or another text where it is empty.
    Value(Place, Option<String>),
    /// The first branch whose condition holds, or the rest.
    If(Vec<(Condition, Vec<Node>)>, Vec<Node>),
    /// The body for each row of a list, by its position among [`Segments::lists`].
    Rows(usize, Vec<Node>),
    /// The body for each number.
    Numbers(Range<i64>, Vec<Node>),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A column, by its position among [`Segments::columns`].
    Column(usize),
    /// A field of the list's row, by its position among the list's fields.
    Field(usize),
    /// The loop's number.
    Number,
    /// A column whose name ends with the loop's number: for each number the column's position.
    Numbered(Vec<usize>),
}

/// What an `if` asks.
#[derive(Debug, PartialEq, Eq)]
enum Condition {
    /// The value is there: not empty, not zero, not false.
    Some(Place),
    /// The value is this text.
    Is(Place, String),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}
