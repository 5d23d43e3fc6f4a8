//! From a template's text to its segments, or a refusal.

use super::{Column, Condition, Node, Place, Segments};
use crate::tags::{Kind, Tag, Token, TokenKind, find, tokens};
use std::ops::Range;

/// Words that mean something else than a column.
const RESERVED: [&str; 16] = [
    "true", "True", "false", "False", "none", "None", "not", "and", "or", "in", "is", "if", "else", "loop",
    "self", "row",
];
/// Globals of the engine, and names with a meaning of their own in it.
const GLOBALS: [&str; 6] = ["range", "dict", "namespace", "debug", "caller", "super"];
/// The longest loop over numbers.
const MOST_NUMBERS: i64 = 1_000;

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

type Tokens<'t> = std::iter::Peekable<std::vec::IntoIter<Token<'t>>>;

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

    fn condition(&mut self, inner: &str, keyword: &str) -> Option<Condition> {
        let mut tokens = tokens(inner, 0).into_iter().peekable();
        word(&mut tokens, keyword)?;
        let condition = self.any(&mut tokens)?;
        tokens.next().is_none().then_some(condition)
    }

    fn any(&mut self, tokens: &mut Tokens<'_>) -> Option<Condition> {
        let mut parts = vec![self.all(tokens)?];
        while tokens.next_if(|token| token.text == "or").is_some() {
            parts.push(self.all(tokens)?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Condition::Any(parts)) }
    }

    fn all(&mut self, tokens: &mut Tokens<'_>) -> Option<Condition> {
        let mut parts = vec![self.one(tokens)?];
        while tokens.next_if(|token| token.text == "and").is_some() {
            parts.push(self.one(tokens)?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Condition::All(parts)) }
    }

    fn one(&mut self, tokens: &mut Tokens<'_>) -> Option<Condition> {
        if tokens.next_if(|token| token.text == "not").is_some() {
            return Some(Condition::Not(Box::new(self.one(tokens)?)));
        }
        let place = self.place(tokens)?;
        if tokens.next_if(|token| token.text == "==").is_some() {
            return Some(Condition::Is(place, quoted(&tokens.next()?)?));
        }
        if tokens.next_if(|token| token.text == "!=").is_some() {
            return Some(Condition::Not(Box::new(Condition::Is(place, quoted(&tokens.next()?)?))));
        }
        Some(Condition::Some(place))
    }

    /// `name`, `item.field`, `row["Header"]`, `row["header_" ~ number]`
    fn place(&mut self, tokens: &mut Tokens<'_>) -> Option<Place> {
        let first = tokens.next()?;
        if first.kind == TokenKind::Word && first.text == "row" {
            mark(tokens, "[")?;
            let header = quoted(&tokens.next()?)?;
            let mut place = None;
            if tokens.next_if(|token| token.text == "~").is_some() {
                let Around::Numbers { name, range } = self.around.clone() else { return None };
                tokens.next_if(|token| token.kind == TokenKind::Word && token.text == name)?;
                let columns = range.map(|number| self.column(Column::Header(format!("{header}{number}"))));
                place = Some(Place::Numbered(columns.collect()));
            }
            mark(tokens, "]")?;
            return Some(place.unwrap_or_else(|| Place::Column(self.column(Column::Header(header)))));
        }
        let name = variable(&first)?;
        match self.around.clone() {
            Around::Rows { name: item, list } if item == name => {
                mark(tokens, ".")?;
                let field = tokens.next().filter(|token| token.kind == TokenKind::Word)?.text;
                let fields = &mut self.segments.lists.get_mut(list)?.1;
                Some(Place::Field(position(fields, field.to_owned())))
            }
            Around::Numbers { name: number, .. } if number == name => Some(Place::Number),
            _ => Some(Place::Column(self.column(Column::Variable(name.to_owned())))),
        }
    }

    fn column(&mut self, column: Column) -> usize {
        position(&mut self.segments.columns, column)
    }
}

/// The position of an item, which is added where it is new.
fn position<T: PartialEq>(items: &mut Vec<T>, item: T) -> usize {
    items.iter().position(|known| *known == item).unwrap_or_else(|| {
        items.push(item);
        items.len() - 1
    })
}

/// `for name in range(end)` or `range(start, end)`.
fn numbers(inner: &str) -> Option<Range<i64>> {
    let mut tokens = tokens(inner, 0).into_iter().peekable();
    (0..3).try_for_each(|_| tokens.next().map(drop))?;
    word(&mut tokens, "range")?;
    mark(&mut tokens, "(")?;
    let number = |tokens: &mut Tokens<'_>| tokens.next()?.text.parse::<i64>().ok();
    let mut range = 0..number(&mut tokens)?;
    if tokens.next_if(|token| token.text == ",").is_some() {
        range = range.end..number(&mut tokens)?;
    }
    mark(&mut tokens, ")")?;
    (tokens.next().is_none() && range.end - range.start <= MOST_NUMBERS).then_some(range)
}

fn mark(tokens: &mut Tokens<'_>, text: &str) -> Option<()> {
    tokens.next_if(|token| token.kind == TokenKind::Mark && token.text == text).map(drop)
}

fn word(tokens: &mut Tokens<'_>, text: &str) -> Option<()> {
    tokens.next_if(|token| token.kind == TokenKind::Word && token.text == text).map(drop)
}

/// The name of a column or of a loop's variable.
fn variable<'t>(token: &Token<'t>) -> Option<&'t str> {
    let name = (token.kind == TokenKind::Word).then_some(token.text)?;
    (!RESERVED.contains(&name) && !GLOBALS.contains(&name)).then_some(name)
}

/// A quoted text without escapes.
fn quoted(token: &Token<'_>) -> Option<String> {
    if token.kind != TokenKind::Text || token.text.contains('\\') {
        return None;
    }
    let inner = token.text.get(1..token.text.len().checked_sub(1)?)?;
    Some(inner.to_owned())
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
