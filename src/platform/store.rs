//! What stays when the tab is closed: a few named values in IndexedDB. Where the browser allows none (some private
//! modes), the values live in memory, and the page says so.

use idb::{DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;

const DATABASE: &str = "postroom";
const VALUES: &str = "values";

/// Named values that outlive the tab.
#[derive(Clone)]
pub enum Store {
    /// In the browser's database.
    Database(Rc<idb::Database>),
    /// Only as long as the tab is open.
    Memory(Rc<RefCell<HashMap<String, JsValue>>>),
}

impl PartialEq for Store {
    fn eq(&self, other: &Store) -> bool {
        match (self, other) {
            (Store::Database(a), Store::Database(b)) => Rc::ptr_eq(a, b),
            (Store::Memory(a), Store::Memory(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Store {
    /// The browser's store, or one in memory where there is none.
    pub async fn open() -> Store {
        match open_database().await {
            Ok(database) => Store::Database(Rc::new(database)),
            Err(_) => Store::Memory(Rc::default()),
        }
    }

    /// Whether the values are still there tomorrow.
    pub fn lasts(&self) -> bool {
        matches!(self, Store::Database(_))
    }

    /// The value under a name.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn get(&self, name: &str) -> Result<Option<JsValue>, String> {
        match self {
            Store::Memory(values) => Ok(values.borrow().get(name).cloned()),
            Store::Database(database) => {
                let transaction = database.transaction(&[VALUES], TransactionMode::ReadOnly).map_err(say)?;
                let values = transaction.object_store(VALUES).map_err(say)?;
                values.get(Query::Key(JsValue::from_str(name))).map_err(say)?.await.map_err(say)
            }
        }
    }

    /// Puts a value under a name, or takes the name away.
    ///
    /// # Errors
    /// The browser's words: mostly that the disk or the quota is full.
    pub async fn put(&self, name: &str, value: Option<&JsValue>) -> Result<(), String> {
        match self {
            Store::Memory(values) => {
                match value {
                    Some(value) => values.borrow_mut().insert(name.into(), value.clone()),
                    None => values.borrow_mut().remove(name),
                };
                Ok(())
            }
            Store::Database(database) => {
                let transaction = database.transaction(&[VALUES], TransactionMode::ReadWrite).map_err(say)?;
                let values = transaction.object_store(VALUES).map_err(say)?;
                let key = JsValue::from_str(name);
                match value {
                    Some(value) => drop(values.put(value, Some(&key)).map_err(say)?.await.map_err(say)?),
                    None => values.delete(Query::Key(key)).map_err(say)?.await.map_err(say)?,
                }
                transaction.commit().map_err(say)?.await.map_err(say)?;
                Ok(())
            }
        }
    }

    /// Takes every value away.
    ///
    /// # Errors
    /// The browser's words.
    pub async fn clear(&self) -> Result<(), String> {
        match self {
            Store::Memory(values) => values.borrow_mut().clear(),
            Store::Database(database) => {
                let transaction = database.transaction(&[VALUES], TransactionMode::ReadWrite).map_err(say)?;
                transaction.object_store(VALUES).map_err(say)?.clear().map_err(say)?.await.map_err(say)?;
                transaction.commit().map_err(say)?.await.map_err(say)?;
            }
        }
        Ok(())
    }
}

async fn open_database() -> Result<idb::Database, idb::Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        // Where the database can't be made, `open` itself fails, and the store falls back to memory.
        if let Ok(database) = event.database() {
            drop(database.create_object_store(VALUES, ObjectStoreParams::new()));
        }
    });
    request.await
}

fn say(error: idb::Error) -> String {
    error.to_string()
}
