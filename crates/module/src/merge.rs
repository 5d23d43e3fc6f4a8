//! Merging records that come as JSON.

use crate::dialect::translated;
use crate::records::Records;
use crate::thrown;
use compose::{Cells, Compiled, Format, Lending, Letter};
use diag::Diagnostic;
use js_sys::{Function, Uint8Array, Uint32Array};
use mail::Address;
use outbox::{Composer, MessageZip, Options};
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// When the messages of [`merge_mime_zip`] were written: a module has no clock, and the same input gives the same bytes.
const DATE: i64 = 1_800_000_000;
/// Who wrote them.
const SENDER: &str = "news@example.com";

/// A compiled template. Values are escaped as HTML.
#[wasm_bindgen]
pub struct Template {
    template: compose::Template,
    /// What the last batch came to. It stays here, as copying it out costs more than making it.
    batch: Vec<u8>,
}

#[wasm_bindgen]
impl Template {
    /// Compiles a template of a dialect: `jinja`, `liquid` or `nunjucks`, as far as they are the same.
    ///
    /// # Errors
    /// A dialect that is not known, or what is wrong with the template.
    pub fn compile(template: &str, dialect: &str) -> Result<Template, JsValue> {
        let text = translated(template, dialect)
            .ok_or_else(|| js_sys::Error::new(&format!("the dialect {dialect:?} is not known")))?;
        let report = compose::Template::compile(&text, true);
        let template = report.value.ok_or_else(|| thrown(&report.diagnostics))?;
        Ok(Template { template, batch: Vec::new() })
    }

    /// What the template makes of one record, a plain object.
    ///
    /// # Errors
    /// A record that can't be read, or what keeps it from being merged.
    pub fn render(&self, record: &JsValue) -> Result<String, JsValue> {
        let json = js_sys::JSON::stringify(record).map(String::from)?;
        let records = read(json.into_bytes())?;
        let mut out = Vec::with_capacity(self.template.source().len() * 2);
        self.template
            .write(&self.template.lend(&records).context(0), &mut out)
            .map_err(|problems| thrown(&problems))?;
        // Templates and values are texts, so nothing is ever replaced.
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    /// Merges all records of a JSON array and keeps the results here; returns how many bytes they have.
    ///
    /// # Errors
    /// As [`Template::render`].
    pub fn render_batch(&mut self, records_json: Vec<u8>) -> Result<f64, JsValue> {
        let records = read(records_json)?;
        let lending = self.template.lend(&records);
        self.batch.clear();
        for row in 0..records.rows() {
            self.template
                .write(&lending.context(row), &mut self.batch)
                .map_err(|problems| thrown(&problems))?;
        }
        Ok(self.batch.len() as f64)
    }
}

/// A letter that was used last, with all that was encoded and deflated for it.
struct Ready {
    template: String,
    columns: Vec<String>,
    compiled: Arc<Compiled>,
    composer: Composer<'static>,
    zip: MessageZip,
    /// The column of the addresses.
    address: usize,
    /// Messages that are not handed over yet.
    chunk: Vec<u8>,
}

/// How many bytes of messages are handed over together: as many as stay in a processor's own memory, since waiting for the
/// machine's took a fifth of the time.
const CHUNK: usize = 128 * 1024;

thread_local! {
    static READY: RefCell<Option<Ready>> = const { RefCell::new(None) };
}

/// Merges an HTML template with the records of a JSON array into messages with a text part, and puts them into a zip
/// archive. Each record's `email` is its address.
///
/// # Errors
/// What is wrong with the template or the records.
#[wasm_bindgen]
pub fn merge_mime_zip(template: &str, records_json: Vec<u8>) -> Result<Vec<u8>, JsValue> {
    let records = read(records_json)?;
    with_ready(template, &records, |ready| ready.archive(&records).map_err(|problems| thrown(&problems)))
}

/// Merges as [`merge_mime_zip`], without the archive. The messages come in chunks, each of whole messages: `take`,
/// where there is one, is called with the bytes of a chunk and the lengths of its messages. Returns how many bytes all
/// messages have.
///
/// # Errors
/// As [`merge_mime_zip`], and what `take` throws.
#[wasm_bindgen]
pub fn merge_mime(template: &str, records_json: Vec<u8>, take: Option<Function>) -> Result<f64, JsValue> {
    let records = read(records_json)?;
    with_ready(template, &records, |ready| ready.messages(&records, take.as_ref())).map(|bytes| bytes as f64)
}

/// Calls with the letter of a template, which is made ready once.
fn with_ready<T>(
    template: &str,
    records: &Arc<dyn Cells>,
    call: impl FnOnce(&mut Ready) -> Result<T, JsValue>,
) -> Result<T, JsValue> {
    READY.with_borrow_mut(|ready| {
        let fits = |known: &Ready| known.template == template && known.columns == records.columns();
        let known = match ready.take().filter(fits) {
            Some(known) => known,
            None => Ready::new(template, records.columns()).map_err(|problems| thrown(&problems))?,
        };
        call(ready.insert(known))
    })
}

impl Ready {
    fn new(template: &str, columns: &[String]) -> Result<Ready, Vec<Diagnostic>> {
        let broken = |message: &str| vec![Diagnostic::error("record-fields", message.to_owned())];
        let address = columns.iter().position(|column| column == "email");
        let address = address.ok_or_else(|| broken("expected records with an `email`"))?;
        let named = columns.iter().any(|column| column == "first_name");
        let letter = Letter {
            subject: if named { "Hallo {{ first_name }}" } else { "Hallo" }.to_owned(),
            from: SENDER.to_owned(),
            format: Format::Html,
            body: translated(template, "").unwrap_or_default(),
            ..Letter::default()
        };
        let report = compose::compile(&letter, columns);
        let compiled = Arc::new(report.value.ok_or(report.diagnostics)?);
        let options = Options { now: DATE, seed: 0 };
        Ok(Ready {
            template: template.to_owned(),
            columns: columns.to_vec(),
            composer: Composer::new(compiled.clone(), options),
            compiled,
            zip: MessageZip::new(DATE, 1),
            address,
            chunk: Vec::new(),
        })
    }

    fn messages(&mut self, records: &Arc<dyn Cells>, take: Option<&Function>) -> Result<usize, JsValue> {
        let lending = self.compiled.lend(records);
        let (mut bytes, mut lengths) = (0, Vec::new());
        self.chunk.clear();
        for index in 0..records.rows() {
            let before = self.chunk.len();
            self.message(&lending, records, index).map_err(|problems| thrown(&problems))?;
            lengths.push((self.chunk.len() - before) as u32);
            if self.chunk.len() >= CHUNK {
                bytes += self.hand_over(&mut lengths, take)?;
            }
        }
        Ok(bytes + self.hand_over(&mut lengths, take)?)
    }

    fn message(
        &mut self,
        lending: &Lending,
        records: &Arc<dyn Cells>,
        index: usize,
    ) -> Result<(), Vec<Diagnostic>> {
        let row = u32::try_from(index).unwrap_or(u32::MAX);
        let to = self.recipient(records, index)?;
        self.composer.append(&lending.context(index), &to, None, row, &mut self.chunk).map(drop)
    }

    /// Hands the messages over that are ready, and returns how many bytes they were.
    fn hand_over(&mut self, lengths: &mut Vec<u32>, take: Option<&Function>) -> Result<usize, JsValue> {
        let bytes = self.chunk.len();
        if let Some(take) = take.filter(|_| bytes > 0) {
            let chunk = Uint8Array::from(self.chunk.as_slice());
            take.call2(&JsValue::NULL, &chunk, &Uint32Array::from(lengths.as_slice()))?;
        }
        self.chunk.clear();
        lengths.clear();
        Ok(bytes)
    }

    /// Whom a record is for.
    fn recipient(&self, records: &Arc<dyn Cells>, index: usize) -> Result<Address, Vec<Diagnostic>> {
        let row = u32::try_from(index).unwrap_or(u32::MAX);
        let to = Address::parse(records.cell(index, self.address));
        to.map_err(|error| vec![error.to_diagnostic().in_field("email").in_row(row)])
    }

    fn archive(&mut self, records: &Arc<dyn Cells>) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let lending = self.compiled.lend(records);
        let mut out = Vec::with_capacity(records.rows() * 16_384);
        for index in 0..records.rows() {
            let row = u32::try_from(index).unwrap_or(u32::MAX);
            let to = self.recipient(records, index)?;
            self.zip.add(&mut self.composer, &lending.context(index), &to, None, row, &mut out)?;
        }
        self.zip.finish(&mut out);
        Ok(out)
    }
}

fn read(json: Vec<u8>) -> Result<Arc<dyn Cells>, JsValue> {
    Ok(Arc::new(Records::read(json).map_err(|message| js_sys::Error::new(&message))?))
}
