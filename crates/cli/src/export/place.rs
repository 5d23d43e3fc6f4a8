//! Where a batch goes. What is there before is replaced only by a whole batch: files are written beside their name
//! and renamed at the end, and a folder is taken only when it is empty or holds an earlier batch.

use crate::fail::Fail;
use outbox::{BatchFormat, Chunk, MANIFEST_NAME, Manifest};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A batch on its way to the disk.
#[derive(Debug)]
pub struct Place {
    /// The batch's file; `None` for a folder of messages.
    batch: Option<Part>,
    /// The folder of messages.
    folder: Option<PathBuf>,
    /// The manifest beside the batch, where the batch does not hold it.
    manifest: Option<Part>,
}

impl Place {
    /// Makes ready to write.
    ///
    /// # Errors
    /// The place can't be written to, or holds something else.
    pub fn open(out: &Path, format: BatchFormat) -> Result<Place, Fail> {
        match format {
            BatchFormat::Eml => {
                clear(out)?;
                let manifest = Part::create(&out.join(MANIFEST_NAME))?;
                Ok(Place { batch: None, folder: Some(out.to_owned()), manifest: Some(manifest) })
            }
            BatchFormat::Zip => Ok(Place { batch: Some(Part::create(out)?), folder: None, manifest: None }),
            _ => {
                let batch = Part::create(out)?;
                let manifest = Part::create(&beside(out)?)?;
                Ok(Place { batch: Some(batch), folder: None, manifest: Some(manifest) })
            }
        }
    }

    /// Writes a chunk.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn write(&mut self, chunk: &Chunk) -> Result<(), Fail> {
        if let Some(batch) = &mut self.batch {
            batch.write(&chunk.bytes)?;
        }
        if let Some(manifest) = &mut self.manifest {
            manifest.write(&chunk.manifest)?;
        }
        for (name, bytes) in &chunk.files {
            let path = self.folder.as_deref().unwrap_or(Path::new("")).join(name);
            fs::write(&path, bytes).map_err(|error| Fail::file("write", &path, &error))?;
        }
        Ok(())
    }

    /// Gives the files their names.
    ///
    /// # Errors
    /// The disk does not take them.
    pub fn finish(self) -> Result<(), Fail> {
        // The manifest last: where it is, the batch is whole.
        self.batch.into_iter().chain(self.manifest).try_for_each(Part::finish)
    }
}

/// A file under another name until it is whole; taken away again otherwise.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    beside: PathBuf,
    out: Option<BufWriter<File>>,
}

impl Part {
    fn create(path: &Path) -> Result<Part, Fail> {
        let named = path.file_name().filter(|_| !path.is_dir());
        let name = named.ok_or_else(|| Fail::new(format!("--out {} should be a file", path.display())))?;
        let mut beside = name.to_os_string();
        beside.push(".part");
        let beside = path.with_file_name(beside);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| Fail::file("create the folder", folder, &error))?;
        }
        let file = File::create(&beside).map_err(|error| Fail::file("write", path, &error))?;
        Ok(Part { path: path.to_owned(), beside, out: Some(BufWriter::with_capacity(1 << 20, file)) })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Fail> {
        let written = self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes));
        written.map_err(|error| Fail::file("write", &self.path, &error))
    }

    fn finish(mut self) -> Result<(), Fail> {
        let flushed =
            self.out.take().map_or(Ok(()), |mut out| out.flush().and_then(|()| out.get_ref().sync_all()));
        let named = flushed.and_then(|()| fs::rename(&self.beside, &self.path));
        named.map_err(|error| Fail::file("write", &self.path, &error))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After `finish` there is nothing under this name.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Makes the folder, or takes away the messages that an earlier export left in it, if it holds nothing else.
fn clear(folder: &Path) -> Result<(), Fail> {
    fs::create_dir_all(folder).map_err(|error| Fail::file("create the folder", folder, &error))?;
    let earlier = earlier(&folder.join(MANIFEST_NAME)).filter(|earlier| earlier.kind == BatchFormat::Eml);
    let rows = earlier.iter().flat_map(|earlier| &earlier.rows);
    let mut ours: HashSet<&str> = rows.filter_map(|row| row.file.as_deref()).collect();
    ours.insert(if earlier.is_some() { MANIFEST_NAME } else { "" });
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| Fail::file("read", folder, &error))?;
    if !entries.iter().all(|entry| entry.file_name().to_str().is_some_and(|name| ours.contains(name))) {
        let folder = folder.display();
        return Err(Fail::new(format!(
            "--out {folder} holds other files; name an empty folder or a new one"
        )));
    }
    for path in entries.iter().map(fs::DirEntry::path) {
        fs::remove_file(&path).map_err(|error| Fail::file("replace", &path, &error))?;
    }
    Ok(())
}

/// The manifest of an earlier batch, where the file is one.
fn earlier(path: &Path) -> Option<Manifest> {
    outbox::read_manifest(&fs::read(path).ok()?).ok()
}

/// The manifest's place beside a batch; a file of another program is left alone.
fn beside(out: &Path) -> Result<PathBuf, Fail> {
    let path = out.with_file_name(MANIFEST_NAME);
    if path.exists() && earlier(&path).is_none() {
        let path = path.display();
        return Err(Fail::new(format!(
            "{path} belongs to something else, and the batch's manifest goes there"
        )));
    }
    Ok(path)
}
