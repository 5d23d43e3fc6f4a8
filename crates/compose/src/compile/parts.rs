//! The two parts of a letter as templates: through Markdown, MJML or CSS with the tags hidden, and back.

use super::Compiler;
use super::lost::{among_attributes, lost};
use crate::compiled::{Part, Source};
use crate::engine::{BODY, HTML, TEXT};
use crate::html::to_template_text;
use crate::letter::{Format, Letter};
use crate::tags::{Tags, is_placeholder};
use crate::theme::Look;
use crate::{markdown, mjml, page, styles};
use diag::Diagnostic;

/// The name of the derived text in the environment, where another one is sent.
const DERIVED: &str = "derived text";

impl Compiler {
    /// The HTML and the text part, into the environment. `None` where there is no way at all.
    pub(super) fn parts(&mut self, letter: &Letter) -> Option<(Part, Part)> {
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
