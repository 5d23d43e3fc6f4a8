//! Logs for machines: a line of JSON an event, on standard error. Addresses, subjects and keys never stand in it.

use crate::relay::now;
use serde_json::{Map, Value};

/// Writes one event. The fields are words and numbers of the server's own.
pub fn event(name: &str, fields: &[(&str, &str)]) {
    let mut line = Map::new();
    line.insert("at".to_owned(), Value::from(now()));
    line.insert("event".to_owned(), Value::from(name));
    for (field, value) in fields {
        line.insert((*field).to_owned(), Value::from(*value));
    }
    eprintln!("{}", Value::Object(line));
}
