//! The links and images of an HTML part.

use compose::html::{Piece, decode, scan};

/// A link with the words it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) href: String,
    /// The text, in one line; images count with their alternative.
    pub(crate) text: String,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    pub(crate) src: String,
    /// `None` where there is no `alt` at all.
    pub(crate) alt: Option<String>,
    /// Whether it is one pixel or hidden: nothing to see, so nothing to describe.
    pub(crate) invisible: bool,
}

/// What the rules need of an HTML part.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) links: Vec<Link>,
    pub(crate) images: Vec<Image>,
}

impl Page {
    pub(crate) fn read(html: &str) -> Page {
        let mut page = Page::default();
        let mut open: Option<Link> = None;
        for piece in scan(html) {
            match piece {
                Piece::Open(e) if e.name == "a" => {
                    page.links.extend(open.take());
                    open = e
                        .value("href")
                        .map(|href| Link { href: href.trim().to_string(), text: String::new() });
                }
                Piece::Close { name, .. } if name == "a" => page.links.extend(open.take()),
                Piece::Open(e) if e.name == "img" => {
                    let tiny = |name| e.value(name).is_some_and(|v| matches!(v.trim(), "0" | "1" | "1px"));
                    let alt = e.value("alt").map(str::to_string);
                    if let (Some(link), Some(alt)) = (&mut open, &alt) {
                        link.text.push_str(alt);
                    }
                    page.images.push(Image {
                        src: e.value("src").unwrap_or("").trim().to_string(),
                        alt,
                        invisible: tiny("width") || tiny("height") || e.attribute("hidden").is_some(),
                    });
                }
                Piece::Text(span) => {
                    if let Some(link) = &mut open {
                        link.text.push_str(&decode(html.get(span).unwrap_or("")));
                    }
                }
                _ => {}
            }
        }
        page.links.extend(open);
        for link in &mut page.links {
            link.text = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_images_are_found() {
        let page = Page::read(
            "<a href=' x '>a <b>b</b>\n c</a><a name=z>no</a><img src=i><a href=y><img alt='I' width=1>",
        );
        let links: Vec<_> = page.links.iter().map(|l| (l.href.as_str(), l.text.as_str())).collect();
        assert_eq!(links, [("x", "a b c"), ("y", "I")]);
        assert_eq!(page.images.len(), 2);
        assert!(page.images[0].alt.is_none() && page.images[1].invisible);
    }
}
