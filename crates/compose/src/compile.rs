//! From the letter to the compiled letter: everything that is the same for all recipients is done here, once.

use crate::compiled::{Compiled, Field, Part, Small, Source};
use crate::engine::{BODY, HTML, TEXT, environment};
use crate::html::{Piece, scan, to_template_text};
use crate::letter::{Format, Letter};
use crate::marks::Marks;
use crate::merged::one_line;
use crate::names::Names;
use crate::tags::{self, FieldUse, Tags, is_placeholder};
use crate::theme::Look;
use crate::{markdown, mjml, page, styles, trouble};
use diag::{Diagnostic, Report};
use minijinja::Environment;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The name of the text part by hand, as diagnostics have it.
pub(crate) const TEXT_FIELD: &str = "text";

/// The name of the derived text in the environment, where another one is sent.
const DERIVED: &str = "derived text";

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

    /// The HTML and the text part, into the environment. `None` where there is no way at all.
    fn parts(&mut self, letter: &Letter) -> Option<(Part, Part)> {
        if letter.format == Format::Text {
            return Some((Part::MergeFirst, self.add(TEXT, letter.body.clone())));
        }
        if let Some(at) = letter.body.find(is_placeholder) {
            self.diagnostics.push(
                Diagnostic::error(
                    "letter-private-use",
                    "the letter holds a character of a private use plane",
                )
                .in_field(BODY)
                .at(at..at + 4)
                .hint("no mail client can show it; take it out"),
            );
            return None;
        }
        let mut tags = Tags::default();
        let body = tags.hide(&letter.body, true);
        if tags.overflow {
            self.diagnostics.push(
                Diagnostic::error("letter-too-many-tags", "the letter has more than 65,000 tags")
                    .in_field(BODY)
                    .hint("use a loop"),
            );
            return None;
        }
        match letter.format {
            Format::Markdown => Some(self.markdown(letter, &body, tags)),
            Format::Mjml => self.mjml(letter, &body, tags),
            _ => Some(self.html(letter, &body, tags)),
        }
    }

    fn markdown(&mut self, letter: &Letter, body: &str, mut tags: Tags) -> (Part, Part) {
        let (look, said) = Look::of(&letter.theme);
        self.diagnostics.extend(said);
        let parts = markdown::render(body, letter, &look, &mut tags, &mut self.marks);
        self.marks.unhide(body, &letter.body, &tags);
        let html_way = self.add_html(tags.show(&parts.html));
        let mut text_way = Part::MergeFirst;
        if tags.statements(&parts.text) == tags.statements(body) {
            text_way = self.add_text(tags.show(&parts.text));
        }
        if text_way == Part::MergeFirst {
            text_way = self.add_text(tags.show(&to_template_text(&parts.html, &|c| tags.is_statement(c))));
        }
        (html_way, text_way)
    }

    fn mjml(&mut self, letter: &Letter, body: &str, mut tags: Tags) -> Option<(Part, Part)> {
        let marked = self.marks.mark_up(body, &tags);
        // Without marks what is wrong has its right place.
        let html = mjml::render_hidden(&marked, &letter.body, &tags)
            .or_else(|_| mjml::render_hidden(body, &letter.body, &tags));
        match html {
            Ok(html) => {
                self.marks.unhide(body, &letter.body, &tags);
                let misplaced = among_attributes(body);
                let page = page::complete_hidden(&html, letter, &mut tags);
                Some(self.finish(body, &page, page.clone(), &tags, misplaced))
            }
            Err(problem) => {
                // A tag may be what MJML stumbles over; then the merged body is fine.
                if tags.len() > 0 && mjml::is_sound_without_tags(body) {
                    self.diagnostics.push(problem.as_info());
                    return Some((Part::MergeFirst, self.text_for_each()));
                }
                self.diagnostics.push(problem.plain().in_field(BODY));
                None
            }
        }
    }

    fn html(&mut self, letter: &Letter, body: &str, mut tags: Tags) -> (Part, Part) {
        let marked = self.marks.mark_up(body, &tags);
        self.marks.unhide(body, &letter.body, &tags);
        let page = page::complete_hidden(&marked, letter, &mut tags);
        let styled = match styles::inline_hidden(&page, &tags) {
            Ok(styled) => styled,
            Err(message) => {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "css-not-inlined",
                        format!("the style sheet could not be inlined: {message}"),
                    )
                    .in_field(BODY)
                    .hint("some mail programs ignore style sheets; put the styles into the elements"),
                );
                page.clone()
            }
        };
        {
            let misplaced = if styled == page { Vec::new() } else { among_attributes(&page) };
            self.finish(body, &page, styled, &tags, misplaced)
        }
    }

    /// Checks that every tag came through, and takes the parts into the environment.
    fn finish(
        &mut self,
        body: &str,
        page: &str,
        styled: String,
        tags: &Tags,
        misplaced: Vec<usize>,
    ) -> (Part, Part) {
        let mut lost = lost(body, &styled, tags);
        lost.extend(misplaced);
        lost.sort_unstable();
        lost.dedup();
        let mut html = Part::MergeFirst;
        if lost.is_empty() {
            html = self.add_html(tags.show(&styled));
        }
        for number in lost {
            let diagnostic = Diagnostic::info(
                "tag-moved",
                "this tag does not keep its place when the letter is compiled, so each letter is made one by one, which is slower",
            )
            .in_field(BODY)
            .hint("put tags between elements, in their text, or in the value of an attribute");
            self.diagnostics.push(match tags.span(number) {
                Some(span) => diagnostic.at(span),
                None => diagnostic,
            });
        }
        let text = match &html {
            Part::Template(_) => {
                let page = self.marks.bare(page);
                self.add_text(tags.show(&to_template_text(&page, &|c| tags.is_statement(c))))
            }
            Part::MergeFirst => self.text_for_each(),
        };
        (html, text)
    }

    /// The text part: that by hand, or the derived one, where the engine takes it.
    fn add_text(&mut self, derived: String) -> Part {
        let name = if self.by_hand.is_some() { DERIVED } else { TEXT };
        let part = self.add(name, derived);
        match (part, &self.by_hand) {
            (Part::Template(derived), Some(text)) => {
                self.derived = Some(derived.text);
                Part::Template(Source::new(text.clone()))
            }
            (part, _) => part,
        }
    }

    /// The text part of a letter that is made one by one: that by hand, or what is derived for each.
    fn text_for_each(&self) -> Part {
        self.by_hand.clone().map_or(Part::MergeFirst, |text| Part::Template(Source::new(text)))
    }

    /// The same for the HTML part, whose marks become places.
    fn add_html(&mut self, source: String) -> Part {
        let source = self.marks.take(source);
        self.add(HTML, source)
    }

    /// Takes a part into the environment; where the engine refuses it, the letter has to be merged first.
    fn add(&mut self, name: &'static str, source: String) -> Part {
        match self.env.add_template_owned(name, source.clone()) {
            Ok(()) => Part::Template(Source::new(source)),
            Err(_) => Part::MergeFirst,
        }
    }
}

/// The tags that stand in an element's start tag but not in a value: a parser takes them for attributes.
fn among_attributes(page: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for piece in scan(page) {
        let Piece::Open(element) = piece else { continue };
        let text = page.get(element.span.clone()).unwrap_or("");
        for (i, c) in text.char_indices() {
            let at = element.span.start + i;
            let in_value = element.attributes.iter().any(|a| a.span.contains(&at));
            out.extend(tags::number(c).filter(|_| !in_value));
        }
    }
    out
}

/// The tags of the body that a stage lost, doubled or moved. A value may stand more than once (a style that matches
/// several elements), a statement may not.
fn lost(body: &str, after: &str, tags: &Tags) -> Vec<usize> {
    let before_counts = tags.counts(body);
    let after_counts = tags.counts(after);
    let mut out: Vec<usize> = (0..tags.len())
        .filter(|n| {
            let before = before_counts.get(*n).copied().unwrap_or(0);
            let after = after_counts.get(*n).copied().unwrap_or(0);
            before > 0 && (after == 0 || (!tags.is_expression(*n) && after != before))
        })
        .collect();
    if out.is_empty() {
        // What matters is on which side of each statement a tag stands: attributes may well change their order.
        let sides = |text: &str| -> BTreeMap<usize, usize> {
            let mut statements = 0;
            let mut sides = BTreeMap::new();
            for n in text.chars().filter_map(tags::number) {
                if before_counts.get(n) == Some(&1) && after_counts.get(n) == Some(&1) {
                    statements += usize::from(!tags.is_expression(n));
                    sides.insert(n, statements);
                }
            }
            sides
        };
        let (before, after) = (sides(body), sides(after));
        out.extend(before.iter().find(|(n, side)| after.get(n) != Some(side)).map(|(n, _)| *n));
    }
    out
}
