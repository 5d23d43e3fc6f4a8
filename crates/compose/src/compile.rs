//! From the letter to the compiled letter: everything that is the same for all recipients is done here, once.

mod lost;
mod parts;

use crate::compiled::{Compiled, Field, Part, Small, Source};
use crate::engine::{BODY, TEXT, environment};
use crate::letter::Letter;
use crate::marks::Marks;
use crate::merged::one_line;
use crate::names::Names;
use crate::tags::{self, FieldUse};
use crate::trouble;
use diag::{Diagnostic, Report};
use minijinja::Environment;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The name of the text part by hand, as diagnostics have it.
pub(crate) const TEXT_FIELD: &str = "text";

/// Names that the engine itself gives to templates.
const GLOBALS: &[&str] = &["range", "dict", "debug", "namespace", "loop", "self", "caller", "super", "row"];

/// Compiles a letter for a list with these columns. Without columns no list is known, and unknown fields are not
/// reported. `None` only where the letter can't be merged with any row.
pub fn compile(letter: &Letter, columns: &[String]) -> Report<Option<Compiled>> {
    let mut compiler = Compiler {
        env: environment(),
        names: Names::new(columns),
        diagnostics: Vec::new(),
        uses: Vec::new(),
        marks: Marks::of(letter),
        by_hand: letter.text_by_hand().map(str::to_owned),
        derived: None,
    };
    let fields = Compiled::field_list(letter);
    let small: Vec<Option<Field>> =
        fields.into_iter().map(|(name, text)| compiler.field(name, text)).collect();
    let sound = compiler.template(BODY, BODY.into(), &letter.body);
    let (Some(fields), true) = (small.into_iter().collect::<Option<Vec<_>>>(), sound) else {
        return Report::new(None, compiler.diagnostics);
    };
    // The text by hand is a template of its own, and as strict.
    if let Some(text) = letter.text_by_hand()
        && !compiler.template(TEXT, TEXT_FIELD.into(), text)
    {
        return Report::new(None, compiler.diagnostics);
    }
    if !columns.is_empty() {
        compiler.diagnostics.extend(trouble::unknown_fields(&compiler.uses, &compiler.names));
    }
    let Some((html, text)) = compiler.parts(letter) else {
        return Report::new(None, compiler.diagnostics);
    };
    let marks = if html == Part::MergeFirst { Marks::off() } else { compiler.marks };
    let compiled = Compiled {
        hash: Compiled::hash_of(letter),
        letter: letter.clone(),
        env: compiler.env,
        names: Arc::new(compiler.names),
        fields,
        html,
        text,
        uses: compiler.uses,
        marks,
        derived: compiler.derived,
    };
    Report::new(Some(compiled), compiler.diagnostics)
}

struct Compiler {
    env: Environment<'static>,
    names: Names,
    diagnostics: Vec<Diagnostic>,
    uses: Vec<FieldUse>,
    marks: Marks,
    /// The text part by hand.
    by_hand: Option<String>,
    /// The text part as it is derived, where another one is sent.
    derived: Option<String>,
}

impl Compiler {
    /// A small field; `None` where its template is broken.
    fn field(&mut self, name: Cow<'static, str>, text: &str) -> Option<Field> {
        if !text.contains('{') {
            let source = Source { text: text.to_string(), segments: None };
            return Some(Field { name, source, small: Small::Fixed(one_line(text)) });
        }
        // A name that can't be the body's or a part's.
        let template = format!("field {name}");
        match self.template(&template, name.clone(), text) {
            true => {
                let source = Source::new(text.to_string());
                Some(Field { name, source, small: Small::Template(template) })
            }
            false => None,
        }
    }

    /// Takes a text of the author into the environment, and notes its uses of columns. False where it is broken.
    fn template(&mut self, template: &str, field: Cow<'static, str>, text: &str) -> bool {
        if let Err(error) = self.env.add_template_owned(template.to_string(), text.to_string()) {
            self.diagnostics.push(trouble::explain(&error, text, field, &self.names));
            return false;
        }
        self.diagnostics.extend(trouble::unknown_words(text, &field));
        let undeclared: BTreeSet<String> = self
            .env
            .get_template(template)
            .map(|t| t.undeclared_variables(false).into_iter().collect())
            .unwrap_or_default();
        let uses = tags::field_uses(text, &field, &undeclared, &self.names);
        self.uses.extend(
            uses.into_iter()
                .filter(|u| u.by_header || u.column.is_some() || !GLOBALS.contains(&u.name.as_str())),
        );
        true
    }
}
