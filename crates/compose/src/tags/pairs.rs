//! Which statements belong together: `if` with its `elif`, `else` and `endif`, `for` with its `endfor`.

use super::{Kind, Tag};

/// What a tag does to the blocks of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Opens a block: `if`, `for`, `with`…
    Open,
    /// Parts a block: `elif`, `else`.
    Middle,
    /// Closes a block.
    Close,
    /// None of that.
    Alone,
}

/// Each tag's role and, for those that continue or end a block, the index of the tag that opened it.
pub(crate) fn roles(text: &str, tags: &[Tag]) -> Vec<(Role, Option<usize>)> {
    let mut open: Vec<usize> = Vec::new();
    tags.iter()
        .enumerate()
        .map(|(i, tag)| {
            if tag.kind != Kind::Statement {
                return (Role::Alone, None);
            }
            let keyword = tag.keyword(text);
            match keyword {
                "if" | "for" | "with" | "filter" | "macro" | "call" | "autoescape" | "block" => {
                    open.push(i);
                    (Role::Open, None)
                }
                // `{% set x = 1 %}` is whole, `{% set x %}` opens a block.
                "set" if !tag.inner(text).0.contains('=') => {
                    open.push(i);
                    (Role::Open, None)
                }
                "elif" | "else" => (Role::Middle, open.last().copied()),
                _ if keyword.starts_with("end") => (Role::Close, open.pop()),
                _ => (Role::Alone, None),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::find;

    #[test]
    fn blocks_are_paired() {
        let text = "{% if a %}{% for x in y %}{{ x }}{% endfor %}{% else %}{% set z = 1 %}{% endif %}";
        let openers: Vec<_> = roles(text, &find(text)).into_iter().map(|r| r.1).collect();
        assert_eq!(openers, [None, None, None, Some(1), Some(0), None, Some(0)]);
    }
}
