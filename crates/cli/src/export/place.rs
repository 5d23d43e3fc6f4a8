//! Where a batch goes. What is there before is replaced only by a whole batch: files are written beside their name
//! and renamed at the end, and a folder is taken only when it is empty or holds an earlier batch.

use crate::fail::Fail;
use outbox::{BatchFormat, Chunk, MANIFEST_NAME, Manifest};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Component, Path, PathBuf};

/// A batch on its way to the disk.
#[derive(Debug)]
pub struct Place {
    out: PathBuf,
    /// The file of the part that is written; `None` between parts, and for a folder of messages.
    batch: Option<Part>,
    /// Whether each message is a file in the folder `out`.
    folder: bool,
    /// The manifest beside the batch, where the batch does not hold it.
    manifest: Option<Part>,
}

impl Place {
    /// Makes ready to write.
    ///
    /// # Errors
    /// The place can't be written to, or holds something else.
    pub fn open(out: &Path, format: BatchFormat) -> Result<Place, Fail> {
        let folder = format.is_folder();
        if folder {
            clear(out, format)?;
        }
        let manifest = match format {
            BatchFormat::Zip => None,
            _ if folder => Some(Part::create(&out.join(MANIFEST_NAME))?),
            _ => Some(Part::create(&beside(out)?)?),
        };
        let mut place = Place { out: out.to_owned(), batch: None, folder, manifest };
        if !folder {
            // A place that can't be written to is told before the first letter is merged.
            place.batch = Some(Part::create(out)?);
        }
        Ok(place)
    }

    /// Writes a chunk.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn write(&mut self, chunk: &Chunk) -> Result<(), Fail> {
        if let Some(manifest) = &mut self.manifest {
            manifest.write(&chunk.manifest)?;
        }
        for (name, bytes) in &chunk.files {
            let path = self.out.join(name);
            if let Some(folder) = path.parent() {
                make_folder(folder)?;
            }
            fs::write(&path, bytes).map_err(|error| Fail::file("write", &path, &error))?;
        }
        if self.folder {
            return Ok(());
        }
        let path = named(&self.out, &chunk.part_name);
        let mut batch = match self.batch.take() {
            Some(batch) if batch.path == path => batch,
            _ => Part::create(&path)?,
        };
        batch.write(&chunk.bytes)?;
        match chunk.part_finished {
            // A part that is whole keeps its name, whatever becomes of the next one.
            true => batch.finish(),
            false => {
                self.batch = Some(batch);
                Ok(())
            }
        }
    }

    /// Gives the manifest its name: where it is, the batch is whole.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn finish(self) -> Result<(), Fail> {
        self.manifest.map_or(Ok(()), Part::finish)
    }
}

/// The file of a part: `letters-002.zip` of `letters.zip`.
fn named(out: &Path, part: &str) -> PathBuf {
    if part.is_empty() {
        return out.to_owned();
    }
    let mut name = stem(out);
    name.push('-');
    name.push_str(part);
    if let Some(extension) = out.extension() {
        name.push('.');
        name.push_str(&extension.to_string_lossy());
    }
    out.with_file_name(name)
}

/// What the names of the parts begin with.
pub fn stem(out: &Path) -> String {
    out.file_stem().map_or_else(|| "letters".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn make_folder(folder: &Path) -> Result<(), Fail> {
    fs::create_dir_all(folder).map_err(|error| Fail::file("create the folder", folder, &error))
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
            make_folder(folder)?;
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

/// Makes the folder, or takes away the messages that an earlier export left in it, if it holds nothing else. A Maildir
/// may hold other mail: only what an earlier export wrote is replaced there.
fn clear(folder: &Path, format: BatchFormat) -> Result<(), Fail> {
    make_folder(folder)?;
    let earlier = earlier(&folder.join(MANIFEST_NAME)).filter(|earlier| earlier.kind == format);
    let rows = earlier.iter().flat_map(|earlier| &earlier.rows);
    let mut ours: BTreeSet<PathBuf> = rows.filter_map(|row| inside(row.file.as_deref()?)).collect();
    if earlier.is_some() {
        ours.insert(MANIFEST_NAME.into());
    }
    if format != BatchFormat::Maildir
        && !files_below(folder, Path::new(""))?.iter().all(|file| ours.contains(file))
    {
        let folder = folder.display();
        return Err(Fail::new(format!(
            "--out {folder} holds other files; name an empty folder or a new one"
        )));
    }
    for path in ours.iter().map(|name| folder.join(name)).filter(|path| path.is_file()) {
        fs::remove_file(&path).map_err(|error| Fail::file("replace", &path, &error))?;
    }
    // Folders of parts that are empty now; others stay.
    for name in ours.iter().filter_map(|name| name.parent()).filter(|name| !name.as_os_str().is_empty()) {
        let _ = fs::remove_dir(folder.join(name));
    }
    if format == BatchFormat::Maildir {
        ["tmp", "new", "cur"].iter().try_for_each(|part| make_folder(&folder.join(part)))?;
    }
    Ok(())
}

/// A file name of a manifest, where it leads nowhere else.
fn inside(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(name);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// The files in a folder and below it, by their names from there.
fn files_below(folder: &Path, name: &Path) -> Result<Vec<PathBuf>, Fail> {
    let here = folder.join(name);
    let entries = fs::read_dir(&here).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut files = Vec::new();
    for entry in entries.map_err(|error| Fail::file("read", &here, &error))? {
        let name = name.join(entry.file_name());
        match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            true => files.append(&mut files_below(folder, &name)?),
            false => files.push(name),
        }
    }
    Ok(files)
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
