//! Places as people read them: line, column, and the line itself with a mark.

use crate::Span;
use serde::{Deserialize, Serialize};

/// A place as an editor shows it. Both count from 1; the column counts characters, not bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// The line and column of a byte offset. An offset past the end, or inside a character, means the nearest
/// place before it.
pub fn line_column(text: &str, offset: usize) -> LineColumn {
    let before = &text[..text.floor_char_boundary(offset)];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    LineColumn {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The line of the span's start with a row of `^` below the span, as compilers show it.
pub fn excerpt(text: &str, span: Span) -> String {
    let start = text.floor_char_boundary(span.start);
    let place = line_column(text, start);
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("").trim_end_matches('\r');
    let end =
        text.floor_char_boundary(span.end).clamp(start, line_start + line.len().max(start - line_start));
    let width = text[start..end].chars().count().max(1);
    let number = place.line.to_string();
    let pad = " ".repeat(number.len());
    let indent: String =
        line.chars().take(place.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    format!("{number} | {line}\n{pad} | {indent}{}", "^".repeat(width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: usize, line: usize, column: usize) {
        assert_eq!(line_column(text, offset), LineColumn { line, column });
    }

    #[test]
    fn columns_count_characters() {
        check("", 0, 1, 1);
        check("ab\ncd", 4, 2, 2);
        check("æøå!", 6, 1, 4);
        check("æ", 1, 1, 1);
        check("a\n", 99, 2, 1);
    }

    #[test]
    fn the_mark_stands_under_the_span() {
        let text = "one\nHei {{ frist_name }}!\nthree";
        let start = text.find("frist").unwrap();
        assert_eq!(
            excerpt(text, Span::new(start, start + 10)),
            "2 | Hei {{ frist_name }}!\n  |        ^^^^^^^^^^"
        );
    }

    #[test]
    fn a_span_past_the_line_is_cut_at_its_end() {
        assert_eq!(excerpt("ab\ncd", Span::new(1, 5)), "1 | ab\n  |  ^");
        assert_eq!(excerpt("", Span::new(3, 9)), "1 | \n  | ^");
    }
}
