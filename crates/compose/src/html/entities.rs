//! Character references (HTML Living Standard §13.5): the names that mails use, and all numbers.

/// The text with its references decoded. An unknown name stays as it is.
pub fn decode(text: &str) -> String {
    let Some(first) = text.find('&') else { return text.to_string() };
    let (before, mut rest) = text.split_at(first);
    let mut out = before.to_string();
    while let Some(i) = rest.find('&') {
        out.push_str(rest.get(..i).unwrap_or(""));
        let after = rest.get(i + 1..).unwrap_or("");
        match reference(after) {
            Some((text, length)) => {
                out.push_str(&text);
                rest = after.get(length..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text with `&`, `<`, `>` and `"` written as references, for text and for values in double quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// What a reference after `&` means, and how long it is.
fn reference(after: &str) -> Option<(String, usize)> {
    if let Some(number) = after.strip_prefix('#') {
        let (digits, radix, lead) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let semicolon = usize::from(digits.get(length..)?.starts_with(';'));
        let c = char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}');
        return Some((c.to_string(), lead + length + semicolon));
    }
    let length = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
    let name = after.get(..length)?;
    after.get(length..)?.starts_with(';').then_some(())?;
    let at = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    NAMES.get(at).map(|(_, text)| (text.to_string(), length + 1))
}

/// Names and their text, sorted.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("AElig", "Æ"), ("Aacute", "Á"), ("Abreve", "Ă"), ("Acirc", "Â"), ("Agrave", "À"), ("Alpha", "Α"),
    ("Aogon", "Ą"), ("Aring", "Å"), ("Atilde", "Ã"), ("Auml", "Ä"), ("Beta", "Β"), ("Cacute", "Ć"),
    ("Ccaron", "Č"), ("Ccedil", "Ç"), ("Chi", "Χ"), ("Dagger", "‡"), ("Dcaron", "Ď"), ("Delta", "Δ"),
    ("ETH", "Ð"), ("Eacute", "É"), ("Ecaron", "Ě"), ("Ecirc", "Ê"), ("Egrave", "È"), ("Eogon", "Ę"),
    ("Epsilon", "Ε"), ("Eta", "Η"), ("Euml", "Ë"), ("Gamma", "Γ"), ("Gbreve", "Ğ"), ("Hat", "^"),
    ("Iacute", "Í"), ("Icirc", "Î"), ("Idot", "İ"), ("Igrave", "Ì"), ("Iota", "Ι"), ("Iuml", "Ï"),
    ("Kappa", "Κ"), ("Lambda", "Λ"), ("Lstrok", "Ł"), ("Mu", "Μ"), ("Nacute", "Ń"), ("Ncaron", "Ň"),
    ("NewLine", "\u{a}"), ("Ntilde", "Ñ"), ("Nu", "Ν"), ("OElig", "Œ"), ("Oacute", "Ó"), ("Ocirc", "Ô"),
    ("Odblac", "Ő"), ("Ograve", "Ò"), ("Omega", "Ω"), ("Omicron", "Ο"), ("Oslash", "Ø"), ("Otilde", "Õ"),
    ("Ouml", "Ö"), ("Phi", "Φ"), ("Pi", "Π"), ("Prime", "″"), ("Psi", "Ψ"), ("Rcaron", "Ř"), ("Rho", "Ρ"),
    ("Sacute", "Ś"), ("Scaron", "Š"), ("Scedil", "Ş"), ("Sigma", "Σ"), ("THORN", "Þ"), ("Tab", "\u{9}"),
    ("Tau", "Τ"), ("Tcaron", "Ť"), ("Tcedil", "Ţ"), ("Theta", "Θ"), ("Uacute", "Ú"), ("Ucirc", "Û"),
    ("Udblac", "Ű"), ("Ugrave", "Ù"), ("Upsilon", "Υ"), ("Uring", "Ů"), ("Uuml", "Ü"), ("Xi", "Ξ"),
    ("Yacute", "Ý"), ("Yuml", "Ÿ"), ("Zacute", "Ź"), ("Zcaron", "Ž"), ("Zdot", "Ż"),
    ("ZeroWidthSpace", "\u{200b}"), ("Zeta", "Ζ"), ("aacute", "á"), ("abreve", "ă"), ("acirc", "â"),
    ("acute", "´"), ("aelig", "æ"), ("agrave", "à"), ("alefsym", "ℵ"), ("alpha", "α"), ("amp", "&"),
    ("and", "∧"), ("ang", "∠"), ("aogon", "ą"), ("apos", "'"), ("aring", "å"), ("ast", "*"),
    ("asymp", "≈"), ("atilde", "ã"), ("auml", "ä"), ("bdquo", "„"), ("beta", "β"), ("brvbar", "¦"),
    ("bsol", "\u{5c}"), ("bull", "•"), ("cacute", "ć"), ("cap", "∩"), ("ccaron", "č"), ("ccedil", "ç"),
    ("cedil", "¸"), ("cent", "¢"), ("check", "✓"), ("chi", "χ"), ("circ", "ˆ"), ("clubs", "♣"),
    ("colon", ":"), ("comma", ","), ("commat", "@"), ("cong", "≅"), ("copy", "©"), ("crarr", "↵"),
    ("cross", "✗"), ("cup", "∪"), ("curren", "¤"), ("dArr", "⇓"), ("dagger", "†"), ("darr", "↓"),
    ("dash", "‐"), ("dcaron", "ď"), ("deg", "°"), ("delta", "δ"), ("diams", "♦"), ("divide", "÷"),
    ("dollar", "$"), ("dot", "˙"), ("eacute", "é"), ("ecaron", "ě"), ("ecirc", "ê"), ("egrave", "è"),
    ("empty", "∅"), ("emsp", "\u{2003}"), ("ensp", "\u{2002}"), ("eogon", "ę"), ("epsilon", "ε"),
    ("equals", "="), ("equiv", "≡"), ("eta", "η"), ("eth", "ð"), ("euml", "ë"), ("euro", "€"),
    ("excl", "!"), ("exist", "∃"), ("fnof", "ƒ"), ("forall", "∀"), ("frac12", "½"), ("frac13", "⅓"),
    ("frac14", "¼"), ("frac18", "⅛"), ("frac23", "⅔"), ("frac34", "¾"), ("frac38", "⅜"), ("frac58", "⅝"),
    ("frac78", "⅞"), ("frasl", "⁄"), ("gamma", "γ"), ("gbreve", "ğ"), ("ge", "≥"), ("grave", "`"),
    ("gt", ">"), ("hArr", "⇔"), ("hairsp", "\u{200a}"), ("half", "½"), ("harr", "↔"), ("hearts", "♥"),
    ("hellip", "…"), ("hyphen", "‐"), ("iacute", "í"), ("icirc", "î"), ("iexcl", "¡"), ("igrave", "ì"),
    ("image", "ℑ"), ("infin", "∞"), ("inodot", "ı"), ("int", "∫"), ("iota", "ι"), ("iquest", "¿"),
    ("isin", "∈"), ("iuml", "ï"), ("kappa", "κ"), ("lArr", "⇐"), ("lambda", "λ"), ("lang", "〈"),
    ("laquo", "«"), ("larr", "←"), ("lbrace", "{"), ("lbrack", "["), ("lceil", "⌈"), ("lcub", "{"),
    ("ldquo", "“"), ("le", "≤"), ("lfloor", "⌊"), ("lowast", "∗"), ("lowbar", "_"), ("loz", "◊"),
    ("lpar", "("), ("lrm", "\u{200e}"), ("lsaquo", "‹"), ("lsqb", "["), ("lsquo", "‘"), ("lstrok", "ł"),
    ("lt", "<"), ("macr", "¯"), ("mdash", "—"), ("micro", "µ"), ("middot", "·"), ("minus", "−"),
    ("mu", "μ"), ("nabla", "∇"), ("nacute", "ń"), ("nbsp", "\u{a0}"), ("ncaron", "ň"), ("ndash", "–"),
    ("ne", "≠"), ("ni", "∋"), ("not", "¬"), ("notin", "∉"), ("nsub", "⊄"), ("ntilde", "ñ"), ("nu", "ν"),
    ("num", "#"), ("numsp", "\u{2007}"), ("oacute", "ó"), ("ocirc", "ô"), ("odblac", "ő"), ("oelig", "œ"),
    ("ograve", "ò"), ("oline", "‾"), ("omega", "ω"), ("omicron", "ο"), ("oplus", "⊕"), ("or", "∨"),
    ("ordf", "ª"), ("ordm", "º"), ("oslash", "ø"), ("otilde", "õ"), ("otimes", "⊗"), ("ouml", "ö"),
    ("para", "¶"), ("part", "∂"), ("percnt", "%"), ("period", "."), ("permil", "‰"), ("perp", "⊥"),
    ("phi", "φ"), ("phone", "☎"), ("pi", "π"), ("piv", "ϖ"), ("plus", "+"), ("plusmn", "±"),
    ("pound", "£"), ("prime", "′"), ("prod", "∏"), ("prop", "∝"), ("psi", "ψ"), ("puncsp", "\u{2008}"),
    ("quest", "?"), ("quot", "\u{22}"), ("rArr", "⇒"), ("radic", "√"), ("rang", "〉"), ("raquo", "»"),
    ("rarr", "→"), ("rarrw", "↝"), ("rbrace", "}"), ("rbrack", "]"), ("rcaron", "ř"), ("rceil", "⌉"),
    ("rcub", "}"), ("rdquo", "”"), ("real", "ℜ"), ("reg", "®"), ("rfloor", "⌋"), ("rho", "ρ"),
    ("rlm", "\u{200f}"), ("rpar", ")"), ("rsaquo", "›"), ("rsqb", "]"), ("rsquo", "’"), ("sacute", "ś"),
    ("sbquo", "‚"), ("scaron", "š"), ("scedil", "ş"), ("sdot", "⋅"), ("sect", "§"), ("semi", ";"),
    ("shy", "\u{ad}"), ("sigma", "σ"), ("sigmaf", "ς"), ("sim", "∼"), ("sol", "/"), ("spades", "♠"),
    ("star", "☆"), ("starf", "★"), ("sub", "⊂"), ("sube", "⊆"), ("sum", "∑"), ("sup", "⊃"), ("sup1", "¹"),
    ("sup2", "²"), ("sup3", "³"), ("supe", "⊇"), ("szlig", "ß"), ("tau", "τ"), ("tcaron", "ť"),
    ("tcedil", "ţ"), ("there4", "∴"), ("theta", "θ"), ("thetasym", "ϑ"), ("thinsp", "\u{2009}"),
    ("thorn", "þ"), ("tilde", "˜"), ("times", "×"), ("trade", "™"), ("uArr", "⇑"), ("uacute", "ú"),
    ("uarr", "↑"), ("ucirc", "û"), ("udblac", "ű"), ("ugrave", "ù"), ("uml", "¨"), ("upsih", "ϒ"),
    ("upsilon", "υ"), ("uring", "ů"), ("uuml", "ü"), ("verbar", "|"), ("vert", "|"), ("weierp", "℘"),
    ("xi", "ξ"), ("yacute", "ý"), ("yen", "¥"), ("yuml", "ÿ"), ("zacute", "ź"), ("zcaron", "ž"),
    ("zdot", "ż"), ("zeta", "ζ"), ("zwj", "\u{200d}"), ("zwnj", "\u{200c}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        for (text, expected) in [
            ("a &amp; b", "a & b"),
            ("&eacute;&#233;&#xE9;", "ééé"),
            ("AT&T &nope; &", "AT&T &nope; &"),
            ("&nbsp;&#0;&#1114112;", "\u{a0}\u{fffd}\u{fffd}"),
        ] {
            assert_eq!(decode(text), expected);
        }
        assert_eq!(decode(&escape("<a href=\"x&y\">")), "<a href=\"x&y\">");
    }

    #[test]
    fn the_names_are_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
