//! Keys as the registry writes them (`Mod+Shift+Z`), as people read them, as ARIA wants them, and as they are pressed.

use web_sys::KeyboardEvent;

/// Whether the keyboard is a Mac's, where ⌘ takes the place of Ctrl.
pub fn is_mac() -> bool {
    thread_local! {
        static MAC: bool = gloo::utils::window().navigator().platform().is_ok_and(|name| name.contains("Mac"));
    }
    MAC.with(|mac| *mac)
}

/// Keys for people: `Ctrl Enter`, or `⌘ Enter` on a Mac.
pub fn shown(keys: &str) -> String {
    said(keys, if is_mac() { "⌘" } else { "Ctrl" })
}

fn said(keys: &str, modifier: &str) -> String {
    let parts = keys.split(['+', ' ']).map(|part| match part {
        "Mod" => modifier.to_owned(),
        // A letter is written as on its key cap.
        letter if letter.len() == 1 => letter.to_ascii_uppercase(),
        other => other.to_owned(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

/// Keys for `aria-keyshortcuts`: both keyboards, since the attribute is read by machines.
pub fn aria(keys: &str) -> String {
    match keys.strip_prefix("Mod+") {
        Some(rest) => format!("Control+{rest} Meta+{rest}"),
        None => keys.to_owned(),
    }
}

/// What was pressed, as the registry writes it.
pub fn pressed(event: &KeyboardEvent) -> String {
    let key = event.key();
    let mut keys = String::new();
    if event.ctrl_key() || event.meta_key() {
        keys.push_str("Mod+");
    }
    if event.alt_key() {
        keys.push_str("Alt+");
    }
    // Of characters, Shift is part of the character itself; letters and named keys say it.
    let mut letters = key.chars();
    let lone = letters.next().filter(|_| letters.next().is_none());
    if event.shift_key() && lone.is_none_or(|letter| letter.is_ascii_alphabetic()) {
        keys.push_str("Shift+");
    }
    match lone {
        Some(letter) if keys.is_empty() => keys.push(letter),
        Some(letter) => keys.push(letter.to_ascii_uppercase()),
        None => keys.push_str(&key),
    }
    keys
}

/// Whether a key press is a lone character, which belongs to the text while one types.
pub fn is_character(pressed: &str) -> bool {
    pressed.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_by_people_and_machines() {
        assert_eq!(said("Mod+Shift+Z", "Ctrl"), "Ctrl Shift Z");
        assert_eq!(said("g r", "Ctrl"), "G R");
        assert_eq!(said("Mod+Enter", "⌘"), "⌘ Enter");
        assert_eq!(aria("Mod+K"), "Control+K Meta+K");
        assert_eq!(aria("F8"), "F8");
    }
}
