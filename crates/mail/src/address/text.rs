//! Words about characters, for messages.

/// The character as a message names it.
pub(super) fn name(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        '\t' => "a tab".to_owned(),
        '\r' | '\n' => "a line break".to_owned(),
        '"' => "a quotation mark (\")".to_owned(),
        ',' => "a comma".to_owned(),
        '\u{a0}' => "a no-break space".to_owned(),
        c if is_invisible(c) => format!("the invisible character U+{:04X}", c as u32),
        c if c.is_control() => format!("the control character U+{:04X}", c as u32),
        c if c.is_ascii() => format!("`{c}`"),
        c => format!("`{c}` (U+{:04X})", c as u32),
    }
}

/// Whether the character leaves no mark: zero-width and directional characters, the soft hyphen and the byte
/// order mark. None of them belongs in an address, and each makes two addresses look alike.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether no text should hold the character: controls, private use, and code points that are no characters.
pub(super) fn is_unusable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffc}' | '\u{fffd}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Whether the character is punctuation or a space that no domain has, though UTS 46 lets most of it pass (RFC 5892
/// disallows it). Symbols and emoji are not in it: domains with them exist and get mail.
pub(super) fn is_domain_punctuation(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}' | '\u{b8}' | '\u{bb}' | '\u{bf}'
        | '\u{2000}'..='\u{200b}' | '\u{200e}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}'
        | '\u{3001}' | '\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}')
}
