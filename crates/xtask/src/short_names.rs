//! Short names for what the wasm imports from its script. wasm-bindgen names each import with a hash, some hundreds of
//! them, and hashes are what no compression makes smaller: they are a thirtieth of the first load.

use std::collections::BTreeMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser};

use crate::problem::Problem;

/// Gives the wasm and its script the same short names.
///
/// # Errors
/// When the wasm can't be read.
pub fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String), Problem> {
    let mut shortener = Shortener::default();
    let mut module = Module::new();
    shortener
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| Problem::failed(format!("the wasm of wasm-bindgen can't be read: {error}")))?;
    Ok((module.finish(), renamed(script, &shortener.names)))
}

#[derive(Default)]
struct Shortener {
    /// Long names and their short ones.
    names: BTreeMap<String, String>,
}

impl Reencode for Shortener {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.into_imports() {
            let import = import?;
            let ty = self.entity_type(import.ty)?;
            // What the parts' loader lends keeps its name, since the loader is another script.
            if import.module.ends_with("_bg.js") && import.name.starts_with("__wb") {
                let next = format!("i{}", self.names.len());
                let short = self.names.entry(import.name.to_owned()).or_insert(next);
                imports.import(import.module, short, ty);
            } else {
                imports.import(import.module, import.name, ty);
            }
        }
        Ok(())
    }
}

/// The script with the short names wherever a long one stands as a word.
fn renamed(script: &str, names: &BTreeMap<String, String>) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut short = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_word) {
        let (before, word_on) = rest.split_at(start);
        let (word, after) = word_on.split_at(word_on.find(|c| !is_word(c)).unwrap_or(word_on.len()));
        short.push_str(before);
        // Behind a dot stands what the wasm exports, which keeps its name.
        short.push_str(match names.get(word) {
            Some(name) if !before.ends_with('.') => name,
            _ => word,
        });
        rest = after;
    }
    short.push_str(rest);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, MemoryType};

    #[test]
    fn wasm_and_script_get_the_same_names() {
        let memory = EntityType::Memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut imports = ImportSection::new();
        imports.import("./app_bg.js", "__wbg_new_310879b66b6e95e1", memory);
        imports.import("./__wasm_split.js", "__wasm_split_load_aside", memory);
        let mut module = Module::new();
        module.section(&imports);
        let script = "{ __wbg_new_310879b66b6e95e1: () => wasm.__wbg_new_310879b66b6e95e1, __wbg_new_3: 1 }";
        let (wasm, script) = shorten(&module.finish(), script).unwrap();
        assert_eq!(script, "{ i0: () => wasm.__wbg_new_310879b66b6e95e1, __wbg_new_3: 1 }");
        let text = String::from_utf8_lossy(&wasm);
        assert!(text.contains("i0") && text.contains("__wasm_split_load_aside"));
        assert!(!text.contains("__wbg_new"));
    }

    #[test]
    fn what_is_no_wasm_is_refused() {
        assert!(shorten(b"no wasm", "").is_err());
    }
}
