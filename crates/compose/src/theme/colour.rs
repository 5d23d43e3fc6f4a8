//! Colours as a theme writes them.

/// A colour as `#rrggbb` in small letters; `None` for anything else than `#rgb` or `#rrggbb`.
pub(super) fn normal(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('#')?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let full: String = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    Some(format!("#{}", full.to_ascii_lowercase()))
}

/// How much two colours of the form `#rrggbb` differ, 1 to 21 (WCAG 2.2, contrast ratio).
pub(super) fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance (WCAG 2.2); what is no colour is black.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let digits = colour.get(at..at + 2).unwrap_or("0");
        let value = f64::from(u8::from_str_radix(digits, 16).unwrap_or(0)) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_or_refused() {
        assert_eq!(normal("#ABC").as_deref(), Some("#aabbcc"));
        assert_eq!(normal(" #0E5CAF ").as_deref(), Some("#0e5caf"));
        for wrong in ["", "#", "red", "#12", "#12345", "#1234567", "#ggg", "0e5caf", "#ff0000;x:y", "#é1"] {
            assert_eq!(normal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 0.001);
    }
}
