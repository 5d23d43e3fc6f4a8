//! What a file is written in: byte order marks, UTF-8 that is valid, UTF-16 by its zeros, else what its letters say.

use charset::Encoding;
use diag::Diagnostic;

/// How much of a file is looked at to tell text from no text.
const SAMPLE: usize = 64 * 1024;

/// A guess, or what the user says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Guess {
    pub(crate) encoding: Encoding,
    /// Octets of the byte order mark.
    pub(crate) mark: usize,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether anyone said so; else it is UTF-8 as long as the bytes are, and [`without_utf8`] says what then.
    pub(crate) sure: bool,
}

/// Finds the encoding, or says why the bytes are no list.
pub(crate) fn guess(bytes: &[u8], label: Option<&str>) -> Result<Guess, Box<Diagnostic>> {
    if let Some(refused) = not_text(bytes) {
        return Err(Box::new(refused));
    }
    let mut diagnostics = Vec::new();
    let marked = Encoding::for_bom(bytes);
    if let Some(label) = label.map(str::trim).filter(|label| !label.is_empty()) {
        match Encoding::for_label(label) {
            Some(encoding) => {
                let mark = marked.filter(|(of, _)| *of == encoding).map_or(0, |(_, length)| length);
                return Ok(Guess { encoding, mark, diagnostics, sure: true });
            }
            None => diagnostics.push(
                Diagnostic::warning(
                    "file-encoding-unknown",
                    format!("expected the name of an encoding, but found {label:?}"),
                )
                .hint(
                    "use a name such as utf-8, windows-1252 or utf-16le; the file was read by its own signs",
                ),
            ),
        }
    }
    if let Some((encoding, mark)) = marked {
        return Ok(Guess { encoding, mark, diagnostics, sure: true });
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        diagnostics.push(
            Diagnostic::info(
                "file-encoding-guessed",
                format!("found UTF-16 without a byte order mark; it was read as {}", encoding.name()),
            )
            .hint("if letters look wrong, choose the encoding by hand"),
        );
        return Ok(Guess { encoding, mark: 0, diagnostics, sure: true });
    }
    if let Some(at) = bytes.iter().take(SAMPLE).position(|b| *b == 0) {
        return Err(Box::new(
            Diagnostic::error("file-not-text", format!("expected text, but found a zero octet at {at}"))
                .hint("export the list as CSV from the program that it comes from"),
        ));
    }
    Ok(Guess { encoding: Encoding::UTF_8, mark: 0, diagnostics, sure: false })
}

/// The choice for a text that is not UTF-8 throughout: UTF-8 with faults where most of it is, else a guess.
pub(crate) fn without_utf8(bytes: &[u8], error: &std::str::Utf8Error) -> (Encoding, Diagnostic) {
    if error.error_len().is_none() && error.valid_up_to() > 0 && !bytes[..error.valid_up_to()].is_ascii() {
        let found = Diagnostic::warning(
            "file-cut",
            "expected the file to end with a whole character, but it is cut inside one",
        )
        .hint("the last row may be cut too; export the list again")
        .at(error.valid_up_to()..bytes.len());
        return (Encoding::UTF_8, found);
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // Octets of windows-1252 hardly ever make a UTF-8 character by chance.
    if good > bad {
        let found = Diagnostic::warning(
            "file-encoding-mixed",
            format!("expected UTF-8 throughout, but found {bad} places that are not"),
        )
        .hint("these places show \u{fffd}; correct them, or choose the encoding by hand");
        return (Encoding::UTF_8, found);
    }
    let encoding = charset::guess(bytes);
    let found = Diagnostic::info(
        "file-encoding-guessed",
        format!("found no UTF-8; by its letters the file was read as {}", encoding.name()),
    )
    .hint("if letters look wrong, choose the encoding by hand");
    (encoding, found)
}

/// UTF-16 that begins with ASCII has every second octet zero.
fn utf16_by_zeros(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let pairs = sample.len() / 2;
    let encoding = match () {
        () if pairs > 0 && odd * 10 >= pairs * 4 && even * 20 <= pairs => Encoding::UTF_16LE,
        () if pairs > 0 && even * 10 >= pairs * 4 && odd * 20 <= pairs => Encoding::UTF_16BE,
        () => return None,
    };
    // Numbers in a binary file look alike; text has no controls but breaks and tabs.
    let (text, _) = encoding.decode(sample);
    let strange = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n') || *c == '\u{fffd}')
        .count();
    (strange * 50 <= pairs).then_some(encoding)
}

/// Files that people take for lists, by their first octets.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"\xd0\xcf\x11\xe0", "an old Excel or Outlook file", "save the sheet as CSV and choose that file"),
    (b"%PDF", "a PDF document", "export the list as CSV from the program that it comes from"),
    (b"\x89PNG", "a PNG picture", "choose the file with the list"),
    (b"\xff\xd8\xff", "a JPEG picture", "choose the file with the list"),
    (b"GIF8", "a GIF picture", "choose the file with the list"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (b"\x7fELF", "a program", "choose the file with the list"),
    (b"MZ\x90\x00", "a program", "choose the file with the list"),
    (b"{\\rtf", "an RTF document", "save it as plain text"),
];

fn not_text(bytes: &[u8]) -> Option<Diagnostic> {
    let (_, what, hint) = SIGNATURES.iter().find(|(signature, ..)| bytes.starts_with(signature))?;
    Some(Diagnostic::error("file-not-text", format!("expected a list as text, but found {what}")).hint(*hint))
}

/// The text of a file that is not UTF-8, and what is to be said of it.
pub(crate) fn decode(guess: &Guess, bytes: &[u8]) -> (String, Option<Diagnostic>) {
    let (text, faults) = guess.encoding.decode(bytes.get(guess.mark..).unwrap_or_default());
    let found = faults.then(|| {
        let name = guess.encoding.name();
        Diagnostic::warning(
            "file-encoding-faults",
            format!("expected {name} throughout, but found octets that are not"),
        )
        .hint("these places show \u{fffd}; correct them, or choose another encoding")
    });
    (text.into_owned(), found)
}
