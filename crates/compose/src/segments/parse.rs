//! From a template's text to its segments, or a refusal.

mod conditions;
mod words;

use super::{Column, Node, Place, Segments};
use crate::tags::{Kind, Tag, find, tokens};
use std::ops::Range;
use words::{mark, numbers, quoted, variable, word};

impl Segments {
    /// Reads a template that the engine has accepted. `None` where it holds what is not known here.
    pub(crate) fn parse(source: &str) -> Option<Segments> {
        let tags = find(source);
        let mut parser = Parser {
            source,
            tags: &tags,
            next: 0,
            at: 0,
            segments: Segments {
                columns: Vec::new(),
                lists: Vec::new(),
                printed: Vec::new(),
                ranges: false,
                nodes: Vec::new(),
            },
            around: Around::None,
        };
        let (nodes, end) = parser.nodes()?;
        end.is_none().then_some(Segments { nodes, ..parser.segments })
    }
}

/// The loop around the part that is read, with the name of its variable.
#[derive(Clone)]
enum Around {
    None,
    Rows { name: String, list: usize },
    Numbers { name: String, range: Range<i64> },
}

struct Parser<'t> {
    source: &'t str,
    tags: &'t [Tag],
    next: usize,
    /// Where the text that is not taken yet starts.
    at: usize,
    segments: Segments,
    around: Around,
}

impl<'t> Parser<'t> {
    /// The nodes up to a statement that ends or divides a block, which is returned with them.
    fn nodes(&mut self) -> Option<(Vec<Node>, Option<&'t Tag>)> {
        let mut nodes = Vec::new();
        loop {
            let Some(tag) = self.tags.get(self.next) else {
                self.text(&mut nodes, self.source.len());
                return Some((nodes, None));
            };
            self.next += 1;
            self.text(&mut nodes, tag.span.start);
            self.at = tag.span.end;
            let (inner, _) = tag.inner(self.source);
            // Trimmed white space would have to be trimmed here too.
            if tag.kind != Kind::Comment && inner.len() + 4 != tag.span.len() {
                return None;
            }
            match tag.kind {
                Kind::Raw => return None,
                Kind::Comment => {
                    let whole = self.source.get(tag.span.clone())?;
                    if whole.starts_with("{#-") || whole.ends_with("-#}") {
                        return None;
                    }
                }
                Kind::Expression => nodes.push(self.expression(inner)?),
                Kind::Statement => match tag.keyword(self.source) {
                    "if" => nodes.push(self.choice(inner)?),
                    "for" => nodes.push(self.repeat(inner)?),
                    "elif" | "else" | "endif" | "endfor" => return Some((nodes, Some(tag))),
                    _ => return None,
                },
            }
        }
    }

    fn text(&self, nodes: &mut Vec<Node>, end: usize) {
        if self.at < end {
            nodes.push(Node::Text(self.at..end));
        }
    }

    /// `{{ name }}`, `{{ name | default("text") }}`
    fn expression(&mut self, inner: &str) -> Option<Node> {
        let mut tokens = tokens(inner, 0).into_iter().peekable();
        let place = self.place(&mut tokens)?;
        match &place {
            Place::Column(column) => self.segments.printed.push(*column),
            Place::Numbered(columns) => self.segments.printed.extend(columns),
            Place::Field(_) | Place::Number => {}
        }
        let mut default = None;
        if tokens.peek().is_some() {
            mark(&mut tokens, "|")?;
            tokens.next_if(|token| matches!(token.text, "default" | "d"))?;
            default = Some(String::new());
            if tokens.peek().is_some() {
                mark(&mut tokens, "(")?;
                default = Some(quoted(&tokens.next()?)?);
                mark(&mut tokens, ")")?;
            }
        }
        tokens.next().is_none().then_some(Node::Value(place, default))
    }

    /// From `{% if … %}` to `{% endif %}`.
    fn choice(&mut self, inner: &str) -> Option<Node> {
        let mut branches = Vec::new();
        let mut condition = self.condition(inner, "if")?;
        loop {
            let (body, end) = self.nodes()?;
            branches.push((condition, body));
            let end = end?;
            let inner = end.inner(self.source).0;
            match end.keyword(self.source) {
                "elif" => condition = self.condition(inner, "elif")?,
                "else" if inner.trim() == "else" => {
                    let (otherwise, end) = self.nodes()?;
                    return self.is(end?, "endif").then_some(Node::If(branches, otherwise));
                }
                _ => return self.is(end, "endif").then_some(Node::If(branches, Vec::new())),
            }
        }
    }

    fn is(&self, tag: &Tag, word: &str) -> bool {
        tag.inner(self.source).0.trim() == word
    }

    /// From `{% for … %}` to `{% endfor %}`. Loops in loops are left to the engine.
    fn repeat(&mut self, inner: &str) -> Option<Node> {
        if !matches!(self.around, Around::None) {
            return None;
        }
        let mut tokens = tokens(inner, 0).into_iter().peekable();
        word(&mut tokens, "for")?;
        let name = variable(&tokens.next()?)?.to_owned();
        word(&mut tokens, "in")?;
        let over = variable(&tokens.next()?).map(str::to_owned);
        let (around, make): (_, Box<dyn Fn(Vec<Node>) -> Node>) = match over {
            Some(column) if tokens.peek().is_none() => {
                let column = self.column(Column::Variable(column));
                let list = self.segments.lists.len();
                self.segments.lists.push((column, Vec::new()));
                (Around::Rows { name, list }, Box::new(move |body| Node::Rows(list, body)))
            }
            _ => {
                let range = numbers(inner)?;
                self.segments.ranges = true;
                let numbers = range.clone();
                (Around::Numbers { name, range }, Box::new(move |body| Node::Numbers(numbers.clone(), body)))
            }
        };
        self.around = around;
        let (body, end) = self.nodes()?;
        self.around = Around::None;
        self.is(end?, "endfor").then(|| make(body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_are_known() {
        for text in [
            "",
            "Hello {{ first_name }}, {{ city | default('you') }}{{ row[\"E-Mail\"]|d }}{# note #}",
            "{% if a and not b == 'x' or c != \"y\" %}1{% elif d %}2{% else %}3{% endif %}",
            "{% for it in items %}{{ it.title }}{% if it.sale %}!{% endif %}{% endfor %}",
            "{% for i in range(10) %}{{ i }}{{ row['title_' ~ i] }}{% endfor %}",
        ] {
            assert!(Segments::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for text in [
            "{{ a | upper }}",
            "{{ a ~ b }}",
            "{{ a.b }}",
            "{{ 'text' }}",
            "{{ a | default(b) }}",
            "{{ a | default('\\n') }}",
            "{{- a }}",
            "{#- a #}",
            "{% if a is defined %}{% endif %}",
            "{% if (a) %}{% endif %}",
            "{% if a > 'b' %}{% endif %}",
            "{% if a in b %}{% endif %}",
            "{% set a = 1 %}",
            "{% raw %}{% endraw %}",
            "{% for it in items %}{{ it }}{% endfor %}",
            "{% for it in items %}{{ loop.index }}{% endfor %}",
            "{% for it in items %}{% else %}{% endfor %}",
            "{% for it in items if it.a %}{% endfor %}",
            "{% for it in items %}{% for x in it.list %}{% endfor %}{% endfor %}",
            "{% for i in range(9999) %}{% endfor %}",
            "{{ loop }}{{ row }}",
            "{{ range }}",
        ] {
            assert_eq!(Segments::parse(text), None, "{text}");
        }
    }
}
