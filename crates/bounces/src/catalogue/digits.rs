//! What the digits of the codes say in their places.

use super::Digit;

const fn digit(digit: u8, title: &'static str, meaning: &'static str) -> Digit {
    Digit { digit, title, meaning }
}

/// The first digit of a reply code (RFC 5321 §4.2.1).
pub(super) const FIRST: [Digit; 4] = [
    digit(2, "done", "The command was carried out."),
    digit(3, "go on", "The server waits for more before it decides."),
    digit(4, "not now", "Refused for the moment; the sending server tries again by itself."),
    digit(5, "no", "Refused; the same attempt would be refused again."),
];

/// The second digit of a reply code (RFC 5321 §4.2.1).
pub(super) const SECOND: [Digit; 6] = [
    digit(0, "syntax", "About the command itself: not understood, not offered, out of order."),
    digit(1, "information", "Answers to requests for status or help."),
    digit(2, "connections", "About the connection between the two servers."),
    digit(3, "unspecified", "RFC 5321 gives it no meaning; RFC 4954 uses it for logins."),
    digit(4, "unspecified", "RFC 5321 gives it no meaning."),
    digit(5, "mail system", "About the mailbox, the message or the receiving mail system."),
];

/// The first number of an enhanced code (RFC 3463 §3.1).
pub(super) const CLASSES: [Digit; 3] = [
    digit(2, "success", "Delivered or accepted."),
    digit(4, "temporary failure", "It may pass later."),
    digit(5, "permanent failure", "The same attempt would fail again."),
];

/// The second number of an enhanced code (RFC 3463 §2).
pub(super) const SUBJECTS: [Digit; 8] = [
    digit(0, "other", "Nothing is said beyond the class."),
    digit(1, "addresses", "The sender’s or the recipient’s address."),
    digit(2, "mailbox", "The state of the mailbox."),
    digit(3, "mail system", "The receiving system."),
    digit(4, "network and routing", "The way to the receiving system."),
    digit(5, "protocol", "The dialogue between the servers."),
    digit(6, "content", "The message’s form: its parts, character sets, conversions."),
    digit(7, "security and policy", "Permissions, authentication, encryption, spam."),
];
