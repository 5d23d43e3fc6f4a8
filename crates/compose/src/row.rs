//! A row lent to the template engine: nothing is copied until a tag asks for a cell.

use crate::cells::{Cell, Cells};
use crate::names::Names;
use crate::segments::{Bound, Segments};
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use std::ops::Range;
use std::sync::Arc;

/// A table lent to a letter: made once, it makes the rows' contexts quickly.
#[derive(Debug, Clone)]
pub struct Lending {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    names: Arc<Names>,
    cells: Arc<dyn Cells>,
    /// The templates that can take the fast way over this table.
    bound: Vec<Bound>,
}

impl Lending {
    pub(crate) fn new<'s>(
        names: Arc<Names>,
        cells: Arc<dyn Cells>,
        segments: impl Iterator<Item = &'s Arc<Segments>>,
    ) -> Lending {
        let bound = segments.filter_map(|segments| Bound::new(segments, &names, &*cells)).collect();
        Lending { shared: Arc::new(Shared { names, cells, bound }) }
    }

    /// The row at this position of the table, from 0.
    pub fn context(&self, row: usize) -> Context {
        Context { shared: self.shared.clone(), row }
    }
}

/// The row that a letter is merged with. Cheap to make and to clone; it shares the table.
#[derive(Debug, Clone)]
pub struct Context {
    shared: Arc<Shared>,
    row: usize,
}

impl Context {
    /// The row of the table, from 0.
    pub fn row(&self) -> usize {
        self.row
    }

    pub(crate) fn root(&self) -> Value {
        let Shared { names, cells, .. } = &*self.shared;
        Value::from_object(Variables(Lent { names: names.clone(), cells: cells.clone(), row: self.row }))
    }

    pub(crate) fn names(&self) -> &Names {
        &self.shared.names
    }

    pub(crate) fn cells(&self) -> &dyn Cells {
        &*self.shared.cells
    }

    /// How this template takes the fast way over this table, if it can.
    pub(crate) fn bound(&self, segments: &Arc<Segments>) -> Option<&Bound> {
        self.shared.bound.iter().find(|bound| bound.is_of(segments))
    }
}

#[derive(Debug, Clone)]
struct Lent {
    names: Arc<Names>,
    cells: Arc<dyn Cells>,
    row: usize,
}

impl Lent {
    fn cell(&self, column: usize) -> Option<Value> {
        Some(match self.cells.value(self.row, column) {
            Cell::Rows(range) => {
                let cells = self.cells.nested(column)?.clone();
                let names = Arc::new(Names::new(cells.columns()));
                Value::from_object(NestedRows { names, cells, range })
            }
            other => plain_value(&other)?,
        })
    }
}

/// The engine's value of a cell that is no list; `None` where there is none.
pub(crate) fn plain_value(cell: &Cell<'_>) -> Option<Value> {
    Some(match cell {
        Cell::Text(text) => Value::from(*text),
        Cell::Flag(flag) => Value::from(*flag),
        Cell::Whole(number) => Value::from(*number),
        Cell::Decimal(number) => Value::from(*number),
        Cell::Nothing => Value::from(()),
        Cell::Absent | Cell::Rows(_) => return None,
    })
}

/// The columns as variables, and `row`.
#[derive(Debug)]
struct Variables(Lent);

impl Object for Variables {
    /// The engine asks by `&str`; without this method every look-up would make a `Value` of the key first.
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match self.0.names.variable(key) {
            Some(column) => self.0.cell(column),
            None if key == "row" => Some(Value::from_object(Headers(self.0.clone()))),
            None => None,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.names.variables().iter().map(|name| Value::from(name.as_str())).collect())
    }
}

/// The columns under their own names, which is what `row` means in a template.
#[derive(Debug)]
struct Headers(Lent);

impl Object for Headers {
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.cell(self.0.names.header(key)?)
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.names.columns().iter().map(|name| Value::from(name.as_str())).collect())
    }
}

/// The rows of a nested table that belong to one cell.
#[derive(Debug)]
struct NestedRows {
    names: Arc<Names>,
    cells: Arc<dyn Cells>,
    range: Range<usize>,
}

impl Object for NestedRows {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let row = self.range.clone().nth(key.as_usize()?)?;
        Some(Value::from_object(Headers(Lent { names: self.names.clone(), cells: self.cells.clone(), row })))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.range.len())
    }
}
