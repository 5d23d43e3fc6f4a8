//! The fields of a letter and the columns of a list, matched: which names a letter uses, and the same letter with other
//! names in their place.

use crate::compile::{TEXT_FIELD, compile};
use crate::letter::Letter;
use crate::names::Names;
use std::collections::BTreeMap;

/// A name that a letter uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterField {
    /// The name as the letter writes it.
    pub name: String,
    /// The column that it is; `None` where the list has none of this name.
    pub column: Option<usize>,
    /// How often it is used.
    pub uses: usize,
}

/// The names that a letter uses, in their order. A letter that can't be compiled has none.
pub fn letter_fields(letter: &Letter, columns: &[String]) -> Vec<LetterField> {
    let mut out: Vec<LetterField> = Vec::new();
    for used in compile(letter, columns).value.iter().flat_map(|compiled| compiled.uses()) {
        match out.iter_mut().find(|field| field.name == used.name) {
            Some(field) => field.uses += 1,
            None => out.push(LetterField { name: used.name.clone(), column: used.column, uses: 1 }),
        }
    }
    out
}

/// Writes names of a letter as columns, each by its index, wherever they are used.
pub fn match_fields(letter: &mut Letter, columns: &[String], matches: &[(String, usize)]) {
    let names = Names::new(columns);
    let (uses, text_was_old) = match compile(letter, columns).value {
        Some(compiled) => (compiled.uses().to_vec(), compiled.text_is_old()),
        None => return,
    };
    let mut edits: BTreeMap<&str, Vec<(diag::Span, String)>> = BTreeMap::new();
    for used in &uses {
        let column = matches.iter().find(|(name, _)| *name == used.name).map(|(_, column)| *column);
        let (Some(header), Some(variable)) = (
            column.and_then(|column| columns.get(column)),
            column.and_then(|column| names.variables().get(column)),
        ) else {
            continue;
        };
        let text = match used.quoted() {
            true => format!("\"{}\"", header.replace('\\', "\\\\").replace('"', "\\\"")),
            false => variable.clone(),
        };
        edits.entry(&used.field).or_default().push((used.span, text));
    }
    for (field, mut edits) in edits {
        let Some(text) = field_text(letter, field) else { continue };
        // From the end, so that the places before stay true.
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        for (span, new) in edits {
            if text.get(span.start..span.end).is_some() {
                text.replace_range(span.start..span.end, &new);
            }
        }
    }
    // Other names in letter and text alike make the text by hand no older than it was.
    if !letter.text_from.is_empty()
        && !text_was_old
        && let Some(derived) =
            compile(letter, columns).value.and_then(|now| now.derived_text().map(str::to_owned))
    {
        letter.text_from = derived;
    }
}

/// The text of a field by the name that diagnostics give it.
fn field_text<'l>(letter: &'l mut Letter, field: &str) -> Option<&'l mut String> {
    Some(match field {
        "subject" => &mut letter.subject,
        "preheader" => &mut letter.preheader,
        "from" => &mut letter.from,
        "reply_to" => &mut letter.reply_to,
        "unsubscribe.url" => &mut letter.unsubscribe.url,
        "unsubscribe.mailto" => &mut letter.unsubscribe.mailto,
        "postal_address" => &mut letter.postal_address,
        "theme.logo" => &mut letter.theme.logo,
        "theme.logo_alt" => &mut letter.theme.logo_alt,
        "body" => &mut letter.body,
        TEXT_FIELD => &mut letter.text,
        _ => match field.split_once(':')? {
            ("header", name) => {
                letter.headers.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)?
            }
            ("attachment", number) => {
                letter.attachments.get_mut(number.parse::<usize>().ok()?.checked_sub(1)?)?
            }
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_and_written_as_columns() {
        let columns = ["Email".to_owned(), "First name".to_owned(), "town".to_owned()];
        let mut letter = Letter {
            subject: "For {{ fname }}".into(),
            attachments: vec!["a.pdf".into(), "{{ fname }}.pdf".into()],
            body: "{% if fname %}Hi {{ fname | default(\"you\") }}{% endif %} in {{ city }}, {{ row[\"Vor name\"] }} fname {{ town }}"
                .into(),
            ..Letter::default()
        };
        let found = letter_fields(&letter, &columns);
        let names: Vec<(&str, usize, bool)> =
            found.iter().map(|field| (field.name.as_str(), field.uses, field.column.is_some())).collect();
        assert_eq!(
            names,
            [("fname", 4, false), ("city", 1, false), ("Vor name", 1, false), ("town", 1, true)]
        );
        let matches = [
            ("fname".to_owned(), 1),
            ("city".to_owned(), 2),
            ("Vor name".to_owned(), 1),
            ("none".to_owned(), 9),
        ];
        match_fields(&mut letter, &columns, &matches);
        assert_eq!(letter.subject, "For {{ first_name }}");
        assert_eq!(letter.attachments, ["a.pdf", "{{ first_name }}.pdf"]);
        assert_eq!(
            letter.body,
            "{% if first_name %}Hi {{ first_name | default(\"you\") }}{% endif %} in {{ town }}, {{ row[\"First name\"] }} fname {{ town }}"
        );
        assert!(letter_fields(&letter, &columns).iter().all(|field| field.column.is_some()));
    }

    #[test]
    fn a_text_by_hand_gets_columns_too_and_is_no_older_for_it() {
        let columns = ["First name".to_owned()];
        let mut letter =
            Letter { text: "Hi {{ fname }}".into(), body: "Hello {{ fname }}".into(), ..Letter::default() };
        let old = |letter: &Letter| compile(letter, &columns).value.unwrap().text_is_old();
        letter.text_from = compile(&letter, &columns).value.unwrap().derived_text().unwrap().to_owned();
        match_fields(&mut letter, &columns, &[("fname".to_owned(), 0)]);
        assert_eq!(
            (letter.text.as_str(), letter.body.as_str()),
            ("Hi {{ first_name }}", "Hello {{ first_name }}")
        );
        assert!(!old(&letter), "{}", letter.text_from);

        letter.text_from = "older".into();
        match_fields(&mut letter, &columns, &[("first_name".to_owned(), 0)]);
        assert!(old(&letter));
    }
}
