//! Files that go with the letter, in and out of the desk.

use crate::desk::Desk;
use crate::files::FileCard;
use crate::protocol::Event;
use std::sync::Arc;

/// The most that a zip of files may unpack to, in bytes.
const MOST_UNPACKED: u64 = 512 << 20;

/// Takes files whose bytes stand one after another.
pub fn take(desk: &mut Desk, bytes: &[u8], files: &[(String, usize)]) -> Event {
    let mut rest = bytes;
    for (name, length) in files {
        let Some((own, after)) = rest.split_at_checked(*length) else {
            return Event::Failed { message: "the files came without their bytes".into() };
        };
        Arc::make_mut(&mut desk.files).take(name, own);
        rest = after;
    }
    Event::Done
}

/// Forgets files by their names; without any, all.
pub fn forget(desk: &mut Desk, names: &[String]) -> Event {
    match names {
        [] => desk.files = Arc::default(),
        names => names.iter().for_each(|name| Arc::make_mut(&mut desk.files).forget(name)),
    }
    Event::Done
}

/// The files of a zip. Their bytes go beside the event, one after another.
pub fn unzip(bytes: &[u8]) -> (Event, Option<Vec<u8>>) {
    match outbox::unzip(bytes, MOST_UNPACKED) {
        Ok(unzipped) => {
            let mut all = Vec::new();
            let mut files = Vec::new();
            for (name, content) in unzipped.files {
                files.push(FileCard { name, bytes: content.len() as u64 });
                all.extend_from_slice(&content);
            }
            (Event::Unzipped { files, left_out: unzipped.left_out }, Some(all))
        }
        Err(error) => (Event::Failed { message: error.to_string() }, None),
    }
}
