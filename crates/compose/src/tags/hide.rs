//! Hiding tags behind placeholders, and showing them again.

use super::{Kind, Role, Tag, find, roles};

/// The first placeholder. The private use planes have no letters that a mail could need.
const FIRST: u32 = 0xF0000;
/// One past the last placeholder; two code points of plane 15 are no characters.
const LAST: u32 = 0xFFFFE;

/// Whether a character stands for a tag.
pub(crate) fn is_placeholder(c: char) -> bool {
    (FIRST..LAST).contains(&u32::from(c))
}

/// The character that stands for the tag of this number. `None` past 65,534 tags.
pub(crate) fn placeholder(number: usize) -> Option<char> {
    let code = FIRST.checked_add(u32::try_from(number).ok()?)?;
    (code < LAST).then(|| char::from_u32(code)).flatten()
}

/// A hidden tag.
#[derive(Debug, Clone)]
struct Hidden {
    text: String,
    kind: Kind,
    role: Role,
    /// The number of the statement that opened the block this one belongs to.
    opener: Option<usize>,
    /// Where it stands in the body; `None` for tags of other fields.
    span: Option<std::ops::Range<usize>>,
}

/// The tags of a letter's body and of the fields that go into its HTML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tags {
    all: Vec<Hidden>,
    /// How many placeholders are not there because the letter has too many tags.
    pub(crate) overflow: bool,
}

impl Tags {
    /// The text with a placeholder for each tag. What stands in raw blocks stays as text, without its markers.
    pub(crate) fn hide(&mut self, text: &str, is_body: bool) -> String {
        let found = find(text);
        let roles = roles(text, &found);
        let base = self.all.len();
        // Positions in `found` differ from numbers, since raw markers get none.
        let mut numbers: Vec<Option<usize>> = Vec::with_capacity(found.len());
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (tag, (role, opener)) in found.iter().zip(roles) {
            out.push_str(text.get(at..tag.span.start).unwrap_or(""));
            at = tag.span.end;
            if tag.kind == Kind::Raw {
                numbers.push(None);
                continue;
            }
            let number = self.all.len();
            let opener = opener.and_then(|i| numbers.get(i).copied().flatten());
            debug_assert!(opener.is_none_or(|o| o >= base));
            match placeholder(number) {
                Some(c) => out.push(c),
                None => self.overflow = true,
            }
            numbers.push(Some(number));
            self.all.push(Hidden {
                text: text.get(tag.span.clone()).unwrap_or("").to_string(),
                kind: tag.kind,
                role,
                opener,
                span: is_body.then(|| tag.span.clone()),
            });
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    fn get(&self, c: char) -> Option<&Hidden> {
        self.all.get(number(c)?)
    }

    /// Whether the character stands for a statement or a comment: something that leaves no text itself.
    pub(crate) fn is_statement(&self, c: char) -> bool {
        self.get(c).is_some_and(|tag| tag.kind != Kind::Expression)
    }

    pub(crate) fn role(&self, c: char) -> Role {
        self.get(c).map_or(Role::Alone, |tag| tag.role)
    }

    /// The placeholder of the statement that opened this one's block.
    pub(crate) fn opener(&self, c: char) -> Option<char> {
        placeholder(self.get(c)?.opener?)
    }

    /// Where the tag stands in the body.
    pub(crate) fn span(&self, number: usize) -> Option<std::ops::Range<usize>> {
        self.all.get(number)?.span.clone()
    }

    /// Whether the tag of this number leaves text.
    pub(crate) fn is_expression(&self, number: usize) -> bool {
        self.all.get(number).is_some_and(|tag| tag.kind == Kind::Expression)
    }

    /// Takes the whitespace control (`{%-`) off a statement that stands between blocks, where the whitespace is
    /// ours and no longer the author's.
    pub(crate) fn settle(&mut self, c: char) {
        let Some(tag) = number(c).and_then(|n| self.all.get_mut(n)) else { return };
        if tag.kind == Kind::Expression {
            return;
        }
        let whole = Tag { kind: tag.kind, span: 0..tag.text.len() };
        let inner = whole.inner(&tag.text).0.trim().to_string();
        tag.text = match tag.kind {
            Kind::Comment => format!("{{# {inner} #}}"),
            _ => format!("{{% {inner} %}}"),
        };
    }

    /// The text as a template again: placeholders become their tags, untouched, and braces that would read as a tag
    /// but are text (from `\{\{`, say, or a raw block) are kept from being one.
    pub(crate) fn show(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(tag) = self.get(c) {
                out.push_str(&tag.text);
            } else if c == '{'
                && chars.peek().is_some_and(|n| matches!(n, '{' | '%' | '#') || is_placeholder(*n))
            {
                out.push_str("{% raw %}{{% endraw %}");
            } else {
                out.push(c);
            }
        }
        out
    }

    /// How often each tag occurs in a text with placeholders.
    pub(crate) fn counts(&self, text: &str) -> Vec<usize> {
        let mut counts = vec![0; self.all.len()];
        for count in text.chars().filter_map(number) {
            if let Some(count) = counts.get_mut(count) {
                *count += 1;
            }
        }
        counts
    }

    /// The numbers of the statements in a text with placeholders, in order; comments do not count.
    pub(crate) fn statements(&self, text: &str) -> Vec<usize> {
        text.chars()
            .filter_map(number)
            .filter(|n| self.all.get(*n).is_some_and(|tag| tag.kind == Kind::Statement))
            .collect()
    }
}

/// The number of the tag that a character stands for.
pub(crate) fn number(c: char) -> Option<usize> {
    is_placeholder(c).then(|| (u32::from(c) - FIRST) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_tags_come_back_as_they_were() {
        let text = "Hi {{ a < b | default('}}') }}{% if x %}, {# note #}{% endif %}.";
        let mut tags = Tags::default();
        let hidden = tags.hide(text, true);
        assert_eq!(hidden.chars().filter(|c| is_placeholder(*c)).count(), 4);
        assert_eq!(tags.show(&hidden), text);
        assert_eq!(tags.statements(&hidden), [1, 3]);
    }

    #[test]
    fn text_that_looks_like_a_tag_stays_text() {
        let mut tags = Tags::default();
        let hidden = tags.hide("{% raw %}{{ x }}{% endraw %} and {", true);
        let shown = tags.show(&format!("{hidden}{{# no #}}"));
        assert_eq!(minijinja::Environment::new().render_str(&shown, ()).unwrap(), "{{ x }} and {{# no #}");
    }
}
