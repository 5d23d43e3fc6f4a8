//! A zip of mails or logs (APPNOTE 6.3): its files, unpacked within bounds.

use flate2::read::DeflateDecoder;
use std::io::Read as _;

/// The most files that are read.
const MOST_FILES: usize = 20_000;
/// The most bytes of one file, and of all together. Text packs to a tenth; what packs much better is no text.
const LARGEST: u64 = 64 << 20;
const BEST_PACKED: u64 = 100;
/// Where the list of files is told: after at most so many bytes of comment.
const TAIL: usize = 22 + 65_535;

/// The files of an archive.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Name and bytes, in the archive's order.
    pub list: Vec<(String, Vec<u8>)>,
    /// Files that are encrypted, broken, too large or too many.
    pub left_out: usize,
}

/// Unpacks a zip; `None` where the bytes are none.
pub(crate) fn files(bytes: &[u8]) -> Option<Files> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let tail = bytes.len().saturating_sub(TAIL);
    let end = tail + memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06")?;
    let mut at = usize::try_from(number(bytes, end + 16, 4)?).ok()?;
    let mut files = Files::default();
    let mut room = (bytes.len() as u64).saturating_mul(BEST_PACKED).min(LARGEST);
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let (name, extra, comment) =
            (number(bytes, at + 28, 2)?, number(bytes, at + 30, 2)?, number(bytes, at + 32, 2)?);
        let next = at + 46 + usize::try_from(name + extra + comment).ok()?;
        let name = bytes.get(at + 46..at + 46 + usize::try_from(name).ok()?)?;
        let name = String::from_utf8_lossy(name).into_owned();
        // What macOS adds is about the files, not one of them.
        if !name.ends_with('/') && !name.starts_with("__MACOSX/") {
            match unpacked(bytes, at, room).filter(|_| files.list.len() < MOST_FILES) {
                Some(content) => {
                    room -= content.len() as u64;
                    files.list.push((name, content));
                }
                None => files.left_out += 1,
            }
        }
        at = next;
    }
    Some(files)
}

/// The content of the file that this entry of the list is about, where it has room.
fn unpacked(bytes: &[u8], entry: usize, room: u64) -> Option<Vec<u8>> {
    let (flags, method) = (number(bytes, entry + 8, 2)?, number(bytes, entry + 10, 2)?);
    let packed = usize::try_from(number(bytes, entry + 20, 4)?).ok()?;
    let local = usize::try_from(number(bytes, entry + 42, 4)?).ok()?;
    let skip = number(bytes, local.checked_add(26)?, 2)? + number(bytes, local.checked_add(28)?, 2)?;
    let start = local.checked_add(30)?.checked_add(usize::try_from(skip).ok()?)?;
    let data = bytes.get(start..start.checked_add(packed)?)?;
    match (flags & 1, method) {
        (0, 0) => (data.len() as u64 <= room).then(|| data.to_vec()),
        (0, 8) => {
            let mut content = Vec::new();
            let read = DeflateDecoder::new(data).take(room + 1).read_to_end(&mut content).ok()?;
            (read as u64 <= room).then_some(content)
        }
        _ => None,
    }
}

/// A number of so many bytes, the lowest first.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(width)?)?;
    Some(field.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::DeflateEncoder};
    use std::io::Write as _;

    /// A zip of the least form.
    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut out, mut list) = (Vec::new(), Vec::new());
        for (name, content) in files {
            let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
            packer.write_all(content).unwrap();
            let packed = packer.finish().unwrap();
            let head = |out: &mut Vec<u8>| {
                out.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
                out.extend((packed.len() as u32).to_le_bytes());
                out.extend((content.len() as u32).to_le_bytes());
                out.extend((name.len() as u16).to_le_bytes());
                out.extend([0, 0]);
            };
            list.extend(b"PK\x01\x02\x14\x00");
            head(&mut list);
            list.extend([0; 10]);
            list.extend((out.len() as u32).to_le_bytes());
            list.extend(name.as_bytes());
            out.extend(b"PK\x03\x04");
            head(&mut out);
            out.extend(name.as_bytes());
            out.extend(packed);
        }
        let start = out.len() as u32;
        out.extend(&list);
        out.extend(b"PK\x05\x06\0\0\0\0\0\0\0\0");
        out.extend((list.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    #[test]
    fn a_folder_of_mails_in_a_zip() {
        let mail = "From: MAILER-DAEMON@mx.example.org\nSubject: failure notice\n\n<bob@example.org>:\nRemote host said: 550 5.1.1 no such user\n";
        let other = mail.replace("bob@", "ann@");
        let bytes = zip(&[
            ("in/", b""),
            ("in/1.eml", mail.as_bytes()),
            ("in/2.eml", other.as_bytes()),
            ("in/note.txt", b"hello"),
        ]);
        let explanation = crate::explain(&bytes, Some("in.zip"));
        assert_eq!(explanation.input_label, "a zip: 3 files (2 answers)");
        let who: Vec<_> = explanation.verdicts.iter().map(|v| v.recipient.as_deref().unwrap()).collect();
        assert_eq!(who, ["bob@example.org", "ann@example.org"]);
        for evidence in explanation.verdicts.iter().flat_map(|v| &v.evidence) {
            assert_eq!(evidence.span.of(&explanation.text), Some(evidence.text.as_str()));
        }
        for cut in 0..bytes.len() {
            crate::explain(&bytes[..cut], None);
        }
    }

    #[test]
    fn what_packs_too_well_is_left_out() {
        let bytes = zip(&[("bomb", &vec![b'5'; 4 << 20])]);
        let files = files(&bytes).unwrap();
        assert_eq!((files.list.len(), files.left_out), (0, 1));
    }
}
