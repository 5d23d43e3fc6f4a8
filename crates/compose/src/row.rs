//! A row lent to the template engine: nothing is copied until a tag asks for a cell.

use crate::cells::Cells;
use crate::names::Names;
use minijinja::value::{Enumerator, Object, Value};
use std::sync::Arc;

/// The row that a letter is merged with. Cheap to make and to clone; it shares the table.
#[derive(Debug, Clone)]
pub struct Context {
    root: Value,
    row: usize,
}

impl Context {
    pub(crate) fn new(names: Arc<Names>, cells: Arc<dyn Cells>, row: usize) -> Context {
        Context { root: Value::from_object(Variables(Lent { names, cells, row })), row }
    }

    /// The row of the table, from 0.
    pub fn row(&self) -> usize {
        self.row
    }

    pub(crate) fn root(&self) -> Value {
        self.root.clone()
    }
}

#[derive(Debug, Clone)]
struct Lent {
    names: Arc<Names>,
    cells: Arc<dyn Cells>,
    row: usize,
}

impl Lent {
    fn cell(&self, column: usize) -> Value {
        Value::from(self.cells.cell(self.row, column))
    }
}

/// The columns as variables, and `row`.
#[derive(Debug)]
struct Variables(Lent);

impl Object for Variables {
    /// The engine asks by `&str`; without this method every look-up would make a `Value` of the key first.
    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        match self.0.names.variable(key) {
            Some(column) => Some(self.0.cell(column)),
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
        Some(self.0.cell(self.0.names.header(key)?))
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.names.columns().iter().map(|name| Value::from(name.as_str())).collect())
    }
}
