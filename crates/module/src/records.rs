//! JSON records as a table: `[{"name": "Ann", "items": [{"title": "A"}]}, …]`. Lists of objects become a table of
//! their own, whose rows each record has a part of. Texts stay in the JSON where they stand; only those with escapes are
//! written out beside it.

use compose::{Cell, Cells};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::sync::Arc;

/// The records of one JSON text.
#[derive(Debug, Default)]
pub struct Records {
    /// The texts of all cells, this table's and the nested ones'.
    texts: Arc<Texts>,
    columns: Vec<String>,
    nested: Vec<Option<Arc<dyn Cells>>>,
    cells: Vec<Slot>,
    rows: usize,
    gaps: bool,
}

/// The JSON, and the texts that are not in it as they are.
#[derive(Debug, Default)]
struct Texts {
    json: String,
    beside: String,
}

/// A cell.
#[derive(Debug, Clone, Copy, Default)]
enum Slot {
    #[default]
    Absent,
    Json(u32, u32),
    Beside(u32, u32),
    Flag(bool),
    Whole(i64),
    Decimal(f64),
    Nothing,
    Rows(u32, u32),
}

impl Records {
    /// Reads an array of objects, or one object.
    ///
    /// # Errors
    /// What is no JSON, or neither of these, in serde_json's words.
    pub fn read(json: Vec<u8>) -> Result<Records, String> {
        let json = String::from_utf8(json).map_err(|error| error.to_string())?;
        if u32::try_from(json.len()).is_err() {
            return Err("expected at most 4 GB of JSON".to_owned());
        }
        let mut table = Building::default();
        let mut beside = String::new();
        let mut reader = serde_json::Deserializer::from_str(&json);
        let whole = Source { start: json.as_ptr().addr(), beside: &mut beside };
        reader
            .deserialize_any(Top { table: &mut table, whole })
            .and_then(|()| reader.end())
            .map_err(|e| e.to_string())?;
        Ok(table.finish(&Arc::new(Texts { json, beside })))
    }
}

impl Cells for Records {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        match self.value(row, column) {
            Cell::Text(text) => text,
            _ => "",
        }
    }

    fn value(&self, row: usize, column: usize) -> Cell<'_> {
        let range = |start: u32, end: u32| start as usize..end as usize;
        match self.cells.get(row * self.columns.len() + column).copied().unwrap_or_default() {
            Slot::Absent => Cell::Absent,
            Slot::Json(start, end) => Cell::Text(self.texts.json.get(range(start, end)).unwrap_or_default()),
            Slot::Beside(start, end) => {
                Cell::Text(self.texts.beside.get(range(start, end)).unwrap_or_default())
            }
            Slot::Flag(flag) => Cell::Flag(flag),
            Slot::Whole(number) => Cell::Whole(number),
            Slot::Decimal(number) => Cell::Decimal(number),
            Slot::Nothing => Cell::Nothing,
            Slot::Rows(start, end) => Cell::Rows(range(start, end)),
        }
    }

    fn nested(&self, column: usize) -> Option<&Arc<dyn Cells>> {
        self.nested.get(column)?.as_ref()
    }

    fn has_gaps(&self) -> bool {
        self.gaps
    }
}

/// A table that grows. Rows are as wide as the columns were when they were read.
#[derive(Default)]
struct Building {
    columns: Vec<String>,
    nested: Vec<Option<Building>>,
    cells: Vec<Slot>,
    /// Where each row's cells end.
    ends: Vec<usize>,
    gaps: bool,
}

impl Building {
    /// The column of a key. Records have the same keys in the same order, so `likely` mostly is it.
    fn column(&mut self, key: &str, likely: usize) -> usize {
        if self.columns.get(likely).is_some_and(|column| column == key) {
            return likely;
        }
        self.columns.iter().position(|column| column == key).unwrap_or_else(|| {
            self.columns.push(key.to_owned());
            self.nested.push(None);
            self.columns.len() - 1
        })
    }

    fn put(&mut self, first: usize, column: usize, slot: Slot) {
        if self.cells.len() <= first + column {
            self.cells.resize(first + column + 1, Slot::Absent);
        }
        if let Some(cell) = self.cells.get_mut(first + column) {
            *cell = slot;
        }
    }

    fn finish(self, texts: &Arc<Texts>) -> Records {
        let width = self.columns.len();
        let mut gaps = self.gaps;
        let even = self.ends.iter().enumerate().all(|(row, end)| *end == (row + 1) * width);
        let cells = if even { self.cells } else { spread(&self.cells, &self.ends, width) };
        gaps |= cells.iter().any(|slot| matches!(slot, Slot::Absent));
        let nested: Vec<Option<Arc<dyn Cells>>> = self
            .nested
            .into_iter()
            .map(|table| table.map(|table| Arc::new(table.finish(texts)) as Arc<dyn Cells>))
            .collect();
        for (column, _) in nested.iter().enumerate().filter(|(_, table)| table.is_some()) {
            gaps |=
                cells.iter().skip(column).step_by(width.max(1)).any(|slot| !matches!(slot, Slot::Rows(..)));
        }
        Records { texts: texts.clone(), columns: self.columns, nested, cells, rows: self.ends.len(), gaps }
    }
}

/// The cells with every row as wide as the table.
fn spread(cells: &[Slot], ends: &[usize], width: usize) -> Vec<Slot> {
    let mut out = Vec::with_capacity(ends.len() * width);
    let mut start = 0;
    for (row, end) in ends.iter().enumerate() {
        out.extend_from_slice(cells.get(start..*end).unwrap_or_default());
        out.resize((row + 1) * width, Slot::Absent);
        start = *end;
    }
    out
}

/// Where texts come from and go to.
struct Source<'s> {
    start: usize,
    beside: &'s mut String,
}

impl Source<'_> {
    fn again(&mut self) -> Source<'_> {
        Source { start: self.start, beside: self.beside }
    }
}

/// An array of records, or one.
struct Top<'t> {
    table: &'t mut Building,
    whole: Source<'t>,
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Row { table: self.table, whole: self.whole.again() })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<(), A::Error> {
        Row { table: self.table, whole: self.whole }.visit_map(entries)
    }
}

/// One record.
struct Row<'t> {
    table: &'t mut Building,
    whole: Source<'t>,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let first = self.table.cells.len();
        let mut likely = 0;
        while let Some(column) = entries.next_key_seed(Key { table: self.table, likely })? {
            likely = column + 1;
            let slot =
                entries.next_value_seed(Value { table: self.table, column, whole: self.whole.again() })?;
            self.table.put(first, column, slot);
        }
        self.table.ends.push(self.table.cells.len());
        Ok(())
    }
}

struct Key<'t> {
    table: &'t mut Building,
    likely: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<usize, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        Ok(self.table.column(key, self.likely))
    }
}

/// One value.
struct Value<'t> {
    table: &'t mut Building,
    column: usize,
    whole: Source<'t>,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Slot;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Slot, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Slot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false, null, or an array of objects")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Slot, E> {
        let start = text.as_ptr().addr() - self.whole.start;
        // The whole JSON is shorter than 4 GB.
        Ok(Slot::Json(start as u32, (start + text.len()) as u32))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Slot, E> {
        let start = self.whole.beside.len();
        self.whole.beside.push_str(text);
        Ok(Slot::Beside(start as u32, self.whole.beside.len() as u32))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Slot, E> {
        Ok(Slot::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Slot, E> {
        Ok(Slot::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Slot, E> {
        Ok(i64::try_from(number).map_or(Slot::Decimal(number as f64), Slot::Whole))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Slot, E> {
        Ok(Slot::Decimal(number))
    }

    fn visit_unit<E: Error>(self) -> Result<Slot, E> {
        Ok(Slot::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Slot, A::Error> {
        let Some(nested) = self.table.nested.get_mut(self.column) else { return Ok(Slot::Absent) };
        let nested = nested.get_or_insert_default();
        let start = nested.ends.len();
        while items.next_element_seed(Row { table: nested, whole: self.whole.again() })?.is_some() {}
        Ok(Slot::Rows(start as u32, nested.ends.len() as u32))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Slot, A::Error> {
        // An object is a list of one, whose fields a template can't reach by a dot.
        let Some(nested) = self.table.nested.get_mut(self.column) else { return Ok(Slot::Absent) };
        let nested = nested.get_or_insert_default();
        let start = nested.ends.len();
        Row { table: nested, whole: self.whole }.visit_map(entries)?;
        Ok(Slot::Rows(start as u32, nested.ends.len() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_a_table() {
        let json = r#"[{"a":"x","n":1,"ok":true,"items":[{"t":"1\n"},{"t":"ä"}]},{"a":"y\u00e9","n":1.5,"ok":null,"items":[]}]"#;
        let records = Records::read(json.as_bytes().to_vec()).unwrap();
        assert_eq!(records.columns(), ["a", "n", "ok", "items"]);
        assert_eq!((records.rows(), records.has_gaps()), (2, false));
        assert_eq!(records.value(1, 0), Cell::Text("yé"));
        assert_eq!((records.value(0, 1), records.value(1, 1)), (Cell::Whole(1), Cell::Decimal(1.5)));
        assert_eq!((records.value(0, 2), records.value(1, 2)), (Cell::Flag(true), Cell::Nothing));
        assert_eq!((records.value(0, 3), records.value(1, 3)), (Cell::Rows(0..2), Cell::Rows(2..2)));
        let items = records.nested(3).unwrap();
        assert_eq!((items.cell(0, 0), items.cell(1, 0)), ("1\n", "ä"));
    }

    #[test]
    fn a_key_that_comes_late_leaves_gaps() {
        let records = Records::read(br#"[{"a":"1"},{"b":"2","a":"3"},{}]"#.to_vec()).unwrap();
        assert_eq!((records.rows(), records.has_gaps()), (3, true));
        assert_eq!(records.value(0, 1), Cell::Absent);
        assert_eq!((records.cell(1, 0), records.cell(1, 1)), ("3", "2"));
        assert_eq!(records.value(2, 0), Cell::Absent);
    }

    #[test]
    fn what_is_no_list_of_records_is_refused() {
        for json in ["", "[1]", "7", "[{}", "[{}]x", "[{\"a\":[1]}]"] {
            assert!(Records::read(json.as_bytes().to_vec()).is_err(), "{json}");
        }
        assert!(Records::read(vec![0xff]).is_err());
        assert_eq!(Records::read(b"{}".to_vec()).unwrap().rows(), 1);
    }
}
