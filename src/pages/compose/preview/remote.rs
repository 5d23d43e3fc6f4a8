//! Pictures that lie on other hosts. Whoever fetches one tells that host that the letter is looked at, so none is fetched
//! before the user says so; until then a quiet place with its words stands in the letter.

/// The hosts of the letter's pictures and backgrounds, each once, in their order.
pub fn hosts(html: &str) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    let mut add = |address: &str| {
        if let Some(host) = host(address).filter(|host| !hosts.contains(host)) {
            hosts.push(host);
        }
    };
    for (start, _) in html.match_indices("<img") {
        let tag = Tag::read(html, start);
        tag.get("src").into_iter().for_each(&mut add);
        // Each candidate of `srcset` starts with its address.
        tag.get("srcset").into_iter().flat_map(|set| set.split(", ")).for_each(&mut add);
    }
    for mark in ["url(", "background="] {
        for (at, _) in html.match_indices(mark) {
            let rest = html.get(at + mark.len()..).unwrap_or_default();
            add(rest.trim_start().trim_start_matches(['"', '\'']).trim_start_matches("&quot;"));
        }
    }
    hosts
}

/// The host of an address of the web, with its port; `None` for all that is in the letter itself.
fn host(address: &str) -> Option<String> {
    let address = address.trim_start();
    let rest = ["https://", "http://", "//"].into_iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| address.get(scheme.len()..)).flatten()
    })?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || "-._:[]@".contains(c))).unwrap_or(rest.len());
    let host = rest.get(..end)?.rsplit('@').next()?.to_lowercase();
    (!host.is_empty()).then_some(host)
}

/// The sources that the frame's policy may allow for these hosts. Ends as the policy's grammar wants it: nothing of a
/// letter but hosts gets in.
pub fn sources(hosts: &[String]) -> String {
    hosts.iter().map(|host| format!(" https://{host} http://{host}")).collect()
}

/// The letter with a quiet place for each picture of a host that is not in the list.
pub fn held_back(html: &str, shown: &[String]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (start, _) in html.match_indices("<img") {
        let tag = Tag::read(html, start);
        let away = tag.get("src").and_then(host).is_some_and(|host| !shown.contains(&host));
        if away && start >= at {
            out.push_str(html.get(at..start).unwrap_or_default());
            out.push_str(&stand_in(&tag));
            at = tag.end;
        }
    }
    out.push_str(html.get(at..).unwrap_or_default());
    out
}

/// The place of a picture that is not fetched: of its size where the letter tells it, with its words.
fn stand_in(tag: &Tag<'_>) -> String {
    let pixels =
        |name: &str| tag.get(name).and_then(|value| value.trim_end_matches("px").parse::<u32>().ok());
    let (width, height) = (pixels("width"), pixels("height"));
    let block: String = tag
        .all
        .iter()
        .filter(|(name, _)| name == engine::protocol::BLOCK)
        .map(|(name, value)| format!(" {name}=\"{value}\""))
        .collect();
    // A picture of a point is there to be counted, and not to be seen.
    if width.is_some_and(|width| width < 3) || height.is_some_and(|height| height < 3) {
        return format!("<span{block} hidden></span>");
    }
    let size = |name: &str, pixels: Option<u32>, least: &str| match pixels {
        Some(pixels) => format!("{name}:{pixels}px"),
        None => format!("min-{name}:{least}"),
    };
    let (alt, own) = (tag.get("alt").unwrap_or_default(), tag.get("style").unwrap_or_default());
    let name = match alt.trim().is_empty() {
        true => " aria-hidden=\"true\"".to_owned(),
        false => format!(" role=\"img\" aria-label=\"{}\"", alt.replace('"', "&quot;")),
    };
    format!(
        "<span{block}{name} class=\"postroom-held\" style=\"display:inline-block;box-sizing:border-box;max-width:100%;\
         {};{};padding:10px 12px;overflow:hidden;border:1px dashed #8c96a0;border-radius:4px;\
         background-color:#eef1f4;color:#46515c;font:13px/1.4 system-ui,sans-serif;text-align:center;\
         vertical-align:middle;{}\">{}</span>",
        size("width", width, "7rem"),
        size("height", height, "3.5rem"),
        own.replace('"', "&quot;"),
        alt.replace('<', "&lt;"),
    )
}

/// A start tag.
struct Tag<'h> {
    /// Names in lower case, and values as they are written.
    all: Vec<(String, &'h str)>,
    /// One past its `>`.
    end: usize,
}

impl<'h> Tag<'h> {
    /// Reads the tag that starts here.
    fn read(html: &'h str, start: usize) -> Tag<'h> {
        let mut all = Vec::new();
        let blank = |c: char| c.is_ascii_whitespace();
        let mut rest = html.get(start..).unwrap_or_default();
        rest = rest.get(rest.find(|c| blank(c) || c == '>').unwrap_or(rest.len())..).unwrap_or_default();
        loop {
            rest = rest.trim_start_matches(|c| blank(c) || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                let end = html.len() - rest.len() + usize::from(!rest.is_empty());
                return Tag { all, end };
            }
            // At least one character belongs to the name, even if it is an odd one.
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let (head, tail) = rest.split_at(first);
            let more = tail.find(|c| blank(c) || matches!(c, '=' | '>' | '/')).unwrap_or(tail.len());
            let (name, after) = (&rest[..head.len() + more], tail.get(more..).unwrap_or_default());
            let Some(value) = after.trim_start_matches(blank).strip_prefix('=') else {
                all.push((name.to_ascii_lowercase(), ""));
                rest = after;
                continue;
            };
            let value = value.trim_start_matches(blank);
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => {
                    value.get(1..).and_then(|value| value.split_once(quote)).unwrap_or((value, ""))
                }
                None => value.split_at(value.find(|c| blank(c) || c == '>').unwrap_or(value.len())),
            };
            all.push((name.to_ascii_lowercase(), value));
            rest = after;
        }
    }

    /// The first value of this name.
    fn get(&self, name: &str) -> Option<&'h str> {
        self.all.iter().find(|(own, _)| own == name).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_pictures_and_backgrounds_are_told_once() {
        let html = "<img alt='>' src='https://A.example/x.png'><img src=http://a.example:8080/y>\
                    <td background=\"//b.example/z\" style=\"background:url(&quot;https://c.example/w&quot;)\">\
                    <img srcset=\"https://d.example/1.png 1x, https://e.example/2.png 2x\"><img src=\"cid:logo\">\
                    <img src=\"data:image/png;base64,x\"><a href=\"https://f.example\">";
        let all = ["a.example", "a.example:8080", "d.example", "e.example", "c.example", "b.example"];
        assert_eq!(hosts(html), all);
        assert_eq!(hosts("<img src=\"https://user:word@g.example;x/\">"), ["g.example"]);
        assert_eq!(hosts("<img src=\"https://\"><img src"), Vec::<String>::new());
    }

    #[test]
    fn a_quiet_place_stands_for_a_picture() {
        let html = "<p><img src=\"https://a.example/x\" alt=\"A & <b>\" width=\"80\" style=\"border:0\"> <img src=\"cid:y\"></p>";
        let held = held_back(html, &[]);
        assert!(held.starts_with("<p><span role=\"img\" aria-label=\"A & <b>\""), "{held}");
        assert!(held.contains("width:80px;min-height:3.5rem;"), "{held}");
        assert!(held.ends_with(";border:0\">A & &lt;b></span> <img src=\"cid:y\"></p>"), "{held}");
        assert!(!held.contains("a.example"));
        assert_eq!(held_back(html, &["a.example".into()]), html);
    }

    #[test]
    fn a_picture_that_only_counts_has_no_place() {
        let held = held_back("<img src=\"http://a.example/t\" width=\"1\" height=\"1\">x", &[]);
        assert_eq!(held, "<span hidden></span>x");
    }

    #[test]
    fn the_policy_names_hosts_and_schemes() {
        assert_eq!(
            sources(&["a.example".into(), "b.example:8080".into()]),
            " https://a.example http://a.example https://b.example:8080 http://b.example:8080"
        );
    }
}
