//! Images of the letter's files, in place of their names.

/// The letter with the addresses under which this tab shows its images. Names that nobody has show nothing.
pub fn pictured(html: String, pictures: &[(String, String)]) -> String {
    if !html.contains("cid:") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once("cid:") {
        out.push_str(before);
        let end = after.find(['"', '\'', ')', ' ', '>', '&']).unwrap_or(after.len());
        let (name, more) = after.split_at(end);
        match pictures.iter().find(|(own, _)| own == name) {
            Some((_, address)) => out.push_str(address),
            // Nobody has it, or not yet; an address that is none loads nothing.
            None => out.push_str("data:,"),
        }
        rest = more;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::pictured;

    #[test]
    fn names_become_addresses_where_there_is_a_file() {
        let pictures = [("a.png".to_owned(), "blob:1".to_owned())];
        let html = "<img src=\"cid:a.png\"><td background='cid:a.png' style=\"x:url(cid:b.png)\">cid:";
        let expected =
            html.replace("cid:a.png", "blob:1").replace("cid:b.png", "data:,").replace("cid:", "data:,");
        assert_eq!(pictured(html.to_owned(), &pictures), expected);
    }
}
