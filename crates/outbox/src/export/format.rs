//! The forms of a batch.

use serde::{Deserialize, Serialize};

/// In what a batch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BatchFormat {
    /// One archive with a `.eml` file a recipient and the manifest.
    Zip,
    /// One mbox file, in the mboxrd dialect.
    Mbox,
    /// A JSON object a line, for interfaces that build the MIME themselves.
    Jsonl,
    /// The list for a provider's import: address, name, and the other columns.
    Csv,
    /// A file a recipient.
    Eml,
    /// The same in the folder `new` of a Maildir.
    Maildir,
}

impl BatchFormat {
    /// The format of this name: `zip`, `mbox`, `jsonl`, `csv`, `eml`, `maildir`.
    pub fn from_name(name: &str) -> Option<BatchFormat> {
        let all = [
            BatchFormat::Zip,
            BatchFormat::Mbox,
            BatchFormat::Jsonl,
            BatchFormat::Csv,
            BatchFormat::Eml,
            BatchFormat::Maildir,
        ];
        all.into_iter().find(|format| format.extension() == name)
    }

    /// Its name, which is also the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            BatchFormat::Zip => "zip",
            BatchFormat::Mbox => "mbox",
            BatchFormat::Jsonl => "jsonl",
            BatchFormat::Csv => "csv",
            BatchFormat::Eml => "eml",
            BatchFormat::Maildir => "maildir",
        }
    }

    /// The media type of the whole batch.
    pub fn media_type(self) -> &'static str {
        match self {
            BatchFormat::Zip => "application/zip",
            BatchFormat::Mbox => "application/mbox",
            BatchFormat::Jsonl => "application/jsonl",
            BatchFormat::Csv => "text/csv",
            BatchFormat::Eml | BatchFormat::Maildir => "message/rfc822",
        }
    }

    /// Whether a batch is a folder with a file for each message.
    pub fn is_folder(self) -> bool {
        matches!(self, BatchFormat::Eml | BatchFormat::Maildir)
    }
}
