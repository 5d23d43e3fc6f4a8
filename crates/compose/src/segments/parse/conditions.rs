//! What an `if` asks, and where values come from.

use super::words::{Tokens, mark, quoted, variable, word};
use super::{Around, Parser};
use crate::segments::{Column, Condition, Place};
use crate::tags::{TokenKind, tokens};

impl Parser<'_> {
    pub(super) fn condition(&mut self, inner: &str, keyword: &str) -> Option<Condition> {
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
    pub(super) fn place(&mut self, tokens: &mut Tokens<'_>) -> Option<Place> {
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

    pub(super) fn column(&mut self, column: Column) -> usize {
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
