//! What is remembered of each row until the manifest is written: little, as lists are long.

use mail::Address;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// What became of a row in the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Record {
    /// It is written.
    Written {
        /// SHA-256 of what was written; zeros where hashes are left out.
        sha256: [u8; 32],
        /// The size of it.
        size: u32,
        /// The sender, by its position among the senders; `None` where no letter was made.
        sender: Option<u32>,
        /// The part that it is in, by its position among the parts.
        part: u32,
    },
    /// The letter could not be made; the reason, by its position among the codes.
    Failed(u32),
    /// It was set aside or rejected before.
    NotKept,
}

/// The records of all rows so far, with senders and codes kept once.
#[derive(Debug, Default)]
pub(super) struct Records {
    rows: Vec<Record>,
    senders: Vec<Address>,
    sender_ids: HashMap<Address, u32>,
    codes: Vec<Cow<'static, str>>,
    parts: Vec<String>,
}

/// What records came to know since they were asked last.
pub(super) struct News<'r> {
    pub(super) rows: &'r [Record],
    pub(super) senders: &'r [Address],
    pub(super) codes: &'r [Cow<'static, str>],
}

impl Records {
    pub(super) fn push(&mut self, record: Record) {
        self.rows.push(record);
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Forgets the rows from a position on.
    pub(super) fn truncate(&mut self, len: usize) {
        self.rows.truncate(len);
    }

    /// The rows, senders and codes from these positions on.
    pub(super) fn since(&self, rows: usize, senders: usize, codes: usize) -> News<'_> {
        News {
            rows: self.rows.get(rows..).unwrap_or_default(),
            senders: self.senders.get(senders..).unwrap_or_default(),
            codes: self.codes.get(codes..).unwrap_or_default(),
        }
    }

    pub(super) fn get(&self, index: usize) -> Record {
        self.rows.get(index).copied().unwrap_or(Record::NotKept)
    }

    /// The position of a sender, the same for the same address.
    pub(super) fn sender_id(&mut self, sender: &Address) -> u32 {
        if let Some(id) = self.sender_ids.get(sender) {
            return *id;
        }
        let id = self.senders.len() as u32;
        self.senders.push(sender.clone());
        self.sender_ids.insert(sender.clone(), id);
        id
    }

    /// The position of a part; `number` counts parts from 1.
    pub(super) fn part_id(&mut self, number: u32, name: &str) -> u32 {
        while self.parts.len() < number as usize {
            self.parts.push(name.to_owned());
        }
        number - 1
    }

    pub(super) fn part(&self, id: u32) -> Option<&str> {
        self.parts.get(id as usize).map(String::as_str)
    }

    pub(super) fn sender(&self, id: u32) -> Option<&Address> {
        self.senders.get(id as usize)
    }

    /// The position of a code. There are few codes, so they are looked for one after the other.
    pub(super) fn code_id(&mut self, code: Cow<'static, str>) -> u32 {
        let known = self.codes.iter().position(|other| *other == code);
        known.unwrap_or_else(|| {
            self.codes.push(code);
            self.codes.len() - 1
        }) as u32
    }

    pub(super) fn code(&self, id: u32) -> String {
        self.codes.get(id as usize).map_or_else(|| "failed".to_owned(), |code| code.to_string())
    }
}
