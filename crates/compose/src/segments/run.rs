//! One row, written.

use super::{Bound, Condition, Node, Place};
use crate::cells::{Cell, Cells};
use crate::engine::escaped;
use crate::row::plain_value;
use std::io::{self, Write};

/// What the template's parts see.
struct Run<'r> {
    bound: &'r Bound,
    source: &'r str,
    cells: &'r dyn Cells,
    row: usize,
    html: bool,
}

/// The loop that a part stands in.
#[derive(Clone, Copy)]
enum Turn<'r> {
    None,
    Row { cells: &'r dyn Cells, fields: &'r [usize], row: usize },
    Number { first: i64, number: i64 },
}

impl Bound {
    /// Writes one row. `source` is the template's text, `html` whether values are escaped.
    ///
    /// # Errors
    /// The writer's own.
    pub(crate) fn write(
        &self,
        source: &str,
        cells: &dyn Cells,
        row: usize,
        html: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let run = Run { bound: self, source, cells, row, html };
        run.nodes(&self.segments.nodes, Turn::None, out)
    }
}

impl<'r> Run<'r> {
    fn nodes(&self, nodes: &'r [Node], turn: Turn<'r>, out: &mut impl Write) -> io::Result<()> {
        for node in nodes {
            match node {
                Node::Text(range) => {
                    out.write_all(self.source.as_bytes().get(range.clone()).unwrap_or_default())?;
                }
                Node::Value(place, default) => self.value(place, default.as_deref(), turn, out)?,
                Node::If(branches, otherwise) => {
                    let taken = branches.iter().find(|(condition, _)| self.holds(condition, turn));
                    self.nodes(taken.map_or(otherwise, |(_, body)| body), turn, out)?;
                }
                Node::Rows(list, body) => {
                    let column = self.bound.segments.lists.get(*list).map(|(column, _)| *column);
                    let (Some(column), Some((cells, fields))) = (column, self.bound.lists.get(*list)) else {
                        continue;
                    };
                    if let Cell::Rows(rows) = self.column(column) {
                        for row in rows {
                            self.nodes(body, Turn::Row { cells: &**cells, fields, row }, out)?;
                        }
                    }
                }
                Node::Numbers(range, body) => {
                    for number in range.clone() {
                        self.nodes(body, Turn::Number { first: range.start, number }, out)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn value(
        &self,
        place: &Place,
        default: Option<&str>,
        turn: Turn<'r>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let cell = self.cell(place, turn);
        let text = match (&cell, default) {
            (Cell::Text(text), Some(default)) if text.trim().is_empty() => default,
            (Cell::Text(text), _) => text,
            (Cell::Nothing, Some(default)) => default,
            (other, _) => {
                let text = plain_value(other).map(|value| value.to_string()).unwrap_or_default();
                return out.write_all(text.as_bytes());
            }
        };
        match self.html {
            true => escaped(text, |piece| out.write_all(piece.as_bytes())),
            false if text.is_empty() => Ok(()),
            false => out.write_all(text.as_bytes()),
        }
    }

    fn holds(&self, condition: &Condition, turn: Turn<'r>) -> bool {
        match condition {
            Condition::Some(place) => match self.cell(place, turn) {
                Cell::Text(text) => !text.is_empty(),
                Cell::Flag(flag) => flag,
                Cell::Whole(number) => number != 0,
                Cell::Decimal(number) => number != 0.0,
                Cell::Nothing | Cell::Absent => false,
                Cell::Rows(rows) => !rows.is_empty(),
            },
            Condition::Is(place, expected) => self.cell(place, turn) == Cell::Text(expected),
            Condition::Not(inner) => !self.holds(inner, turn),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, turn)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, turn)),
        }
    }

    fn cell(&self, place: &Place, turn: Turn<'r>) -> Cell<'r> {
        match (place, turn) {
            (Place::Column(column), _) => self.column(*column),
            (Place::Field(field), Turn::Row { cells, fields, row }) => {
                fields.get(*field).map_or(Cell::Absent, |column| cells.value(row, *column))
            }
            (Place::Number, Turn::Number { number, .. }) => Cell::Whole(number),
            (Place::Numbered(columns), Turn::Number { first, number }) => {
                let at = usize::try_from(number - first).ok().and_then(|at| columns.get(at));
                at.map_or(Cell::Absent, |column| self.column(*column))
            }
            // The parser puts these places into their own loops alone.
            _ => Cell::Absent,
        }
    }

    /// A column of the template.
    #[inline]
    fn column(&self, column: usize) -> Cell<'r> {
        self.bound.columns.get(column).map_or(Cell::Absent, |column| self.cells.value(self.row, *column))
    }
}
