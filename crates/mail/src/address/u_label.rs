//! What a label in its own script may hold: the code points of IDNA 2008 and their contexts (RFC 5892).
//!
//! UTS 46 maps what people type, and lets symbols and emoji pass. RFC 6531 §3.3 wants U-labels of RFC 5890, which have
//! none; such a domain can only be written in its `xn--` form.

/// The first character that IDNA 2008 does not let stand in the label, or not in this place; the label is what UTS 46
/// made of it, in lower case and NFC.
pub(super) fn problem(label: &str) -> Option<char> {
    let mut before = None;
    let mut rest = label.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        if !is_in_place(c, before, after, label) {
            return Some(c);
        }
        before = Some(c);
    }
    None
}

/// RFC 5892 appendix A for the characters that hang on their neighbours, section 2 for all others. The joiners are left
/// to UTS 46, which looks at them.
fn is_in_place(c: char, before: Option<char>, after: Option<char>, label: &str) -> bool {
    match c {
        '-' | '\u{200c}' | '\u{200d}' => true,
        '\u{b7}' => before == Some('l') && after == Some('l'),
        '\u{375}' => after.is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')),
        '\u{5f3}' | '\u{5f4}' => before.is_some_and(|c| matches!(c, '\u{591}'..='\u{5f2}')),
        '\u{30fb}' => label.chars().any(is_japanese),
        '\u{660}'..='\u{669}' => !label.contains(|c| matches!(c, '\u{6f0}'..='\u{6f9}')),
        '\u{6f0}'..='\u{6f9}' => !label.contains(|c| matches!(c, '\u{660}'..='\u{669}')),
        // The exceptions of section 2.6: signs of a script, though they are no letters.
        '\u{6fd}' | '\u{6fe}' | '\u{f0b}' => true,
        '\u{640}' | '\u{7fa}' | '\u{302e}' | '\u{302f}' | '\u{3031}'..='\u{3035}' | '\u{303b}' => false,
        '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' => false,
        // Letters, marks and digits of every script.
        c => unicode_ident::is_xid_continue(c),
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_pass_and_symbols_do_not() {
        for good in ["bücher", "例子", "пример", "l·l", "а1", "ネ・ト", "faß", "क्षत्रिय", "a-b", "ا٠١"]
        {
            assert_eq!(problem(good), None, "{good}");
        }
        for (bad, sign) in [("i❤", '❤'), ("☃", '☃'), ("l·x", '·'), ("a・b", '・'), ("٠۰", '٠'), ("a_b", '_')]
        {
            assert_eq!(problem(bad), Some(sign), "{bad}");
        }
    }
}
