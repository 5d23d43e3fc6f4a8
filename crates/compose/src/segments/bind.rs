//! A template's columns found in a table, once for all rows.

use super::{Column, Segments};
use crate::cells::Cells;
use crate::names::Names;
use std::sync::Arc;

/// A template with the columns of one table.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(super) segments: Arc<Segments>,
    /// For each of the template's columns the table's.
    pub(super) columns: Vec<usize>,
    /// For each of the template's lists its table, and for each of its fields that table's column.
    pub(super) lists: Vec<(Arc<dyn Cells>, Vec<usize>)>,
}

impl Bound {
    /// `None` where the table lacks something: the engine then says what, or does what is right.
    pub(crate) fn new(segments: &Arc<Segments>, names: &Names, cells: &dyn Cells) -> Option<Bound> {
        if cells.has_gaps() || segments.ranges && names.variable("range").is_some() {
            return None;
        }
        let find = |column: &Column| match column {
            Column::Variable(name) => names.variable(name),
            Column::Header(name) => names.header(name),
        };
        let columns = segments.columns.iter().map(find).collect::<Option<Vec<usize>>>()?;
        let prints_list = |column: &usize| columns.get(*column).is_some_and(|at| cells.nested(*at).is_some());
        if segments.printed.iter().any(prints_list) {
            return None;
        }
        let list = |(column, fields): &(usize, Vec<String>)| {
            let table = cells.nested(*columns.get(*column)?)?;
            if table.has_gaps() {
                return None;
            }
            let names = Names::new(table.columns());
            let fields = fields.iter().map(|field| names.header(field)).collect::<Option<Vec<usize>>>()?;
            fields.iter().all(|field| table.nested(*field).is_none()).then(|| (table.clone(), fields))
        };
        let lists = segments.lists.iter().map(list).collect::<Option<Vec<_>>>()?;
        Some(Bound { segments: segments.clone(), columns, lists })
    }

    pub(crate) fn is_of(&self, segments: &Arc<Segments>) -> bool {
        Arc::ptr_eq(&self.segments, segments)
    }
}
