//! The recipient that a reply names.

/// Whether an address may be the recipient: the sender's own and one to write to are not.
pub(super) fn is_asked_for(words: &str, address: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    let Some(at) = lower.find(&address.to_ascii_lowercase()) else { return true };
    let before = lower[..at].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let after = lower[at + address.len()..].trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    let sender =
        ["sender", "sender address", "from", "verifying", "verification failed for", "originator address"];
    let sent = after.starts_with("sender") || sender.iter().any(|word| before.ends_with(word));
    !sent && crate::names::contact(words).is_none_or(|contact| !contact.eq_ignore_ascii_case(address))
}

/// The first address in angle brackets, or else the first word with an @ in it.
pub(crate) fn address_in(text: &str) -> Option<String> {
    let shape = |word: &str| {
        let word = word.trim_end_matches(['.', ':', ',']);
        let (local, domain) = word.rsplit_once('@')?;
        let good =
            !local.is_empty() && domain.contains('.') && !domain.ends_with('.') && !word.contains("://");
        good.then(|| word.to_owned())
    };
    text.split('<')
        .skip(1)
        .filter_map(|rest| shape(rest.split('>').next()?.trim()))
        .next()
        .or_else(|| text.split(|c: char| c.is_whitespace() || "<>()[]\"';,".contains(c)).find_map(shape))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_sender_is_no_recipient() {
        let recipient = |text: &str| crate::verdicts(text.as_bytes())[0].recipient.clone();
        assert_eq!(recipient("450 4.1.8 <a@example.com>: Sender address rejected: Domain not found"), None);
        assert_eq!(recipient("553 5.1.8 Domain of sender address a@example.com does not exist"), None);
        let known = recipient("550 <bob@example.org>: User unknown; contact help@example.org");
        assert_eq!(known.as_deref(), Some("bob@example.org"));
    }
}
