//! One template without a letter around it: for programs that merge texts of their own.

use crate::cells::Cells;
use crate::compiled::{Source, write_failed};
use crate::engine::{BODY, HTML, Limited, MAX_OUTPUT, TEXT, environment};
use crate::names::Names;
use crate::row::{Context, Lending};
use crate::trouble;
use diag::{Diagnostic, Report};
use minijinja::{Environment, ErrorKind};
use std::io::Write;
use std::sync::Arc;

/// A compiled template, in the language of letters.
#[derive(Debug)]
pub struct Template {
    env: Environment<'static>,
    name: &'static str,
    source: Source,
}

impl Template {
    /// Compiles a template; `html` says whether values are escaped. `None` where it is broken.
    pub fn compile(text: &str, html: bool) -> Report<Option<Template>> {
        let name = if html { HTML } else { TEXT };
        let mut env = environment();
        if let Err(error) = env.add_template_owned(name, text.to_string()) {
            let problem = trouble::explain(&error, text, BODY.into(), &Names::new(&[]));
            return Report::new(None, vec![problem]);
        }
        Report::new(Some(Template { env, name, source: Source::new(text.to_string()) }), Vec::new())
    }

    /// The template's text.
    pub fn source(&self) -> &str {
        &self.source.text
    }

    /// Lends a table to the merge; nothing is copied.
    pub fn lend(&self, cells: &Arc<dyn Cells>) -> Lending {
        let names = Arc::new(Names::new(cells.columns()));
        Lending::new(names, cells.clone(), self.source.segments.iter())
    }

    /// Writes what the template makes of a row.
    ///
    /// # Errors
    /// What keeps it from being merged with this row, or the writer's error as `write-failed`.
    pub fn write(&self, cx: &Context, out: &mut dyn Write) -> Result<(), Vec<Diagnostic>> {
        let text = &self.source.text;
        if let Some(bound) = self.source.segments.as_ref().and_then(|segments| cx.bound(segments)) {
            let mut limited = Limited::new(out, MAX_OUTPUT, text, text, false);
            let done = bound.write(text, cx.cells(), cx.row(), self.name == HTML, &mut limited);
            return done.map_err(|error| vec![failed(&error, limited.full)]);
        }
        let template = self.env.get_template(self.name).map_err(|error| vec![write_failed(&error)])?;
        let mut limited = Limited::new(out, MAX_OUTPUT, template.source(), text, false);
        let done = template.render_captured_to(cx.root(), &mut limited).map(|_| ());
        let full = limited.full;
        done.map_err(|error| match error.kind() {
            _ if full => vec![failed(&error, true)],
            ErrorKind::WriteFailure => vec![failed(&error, false)],
            _ => vec![trouble::explain(&error, text, BODY.into(), cx.names())],
        })
    }
}

fn failed(error: &dyn std::fmt::Display, full: bool) -> Diagnostic {
    if full { trouble::too_long(BODY.into()) } else { write_failed(error) }
}
