//! How a Markdown letter looks: colours, type and space as inline styles, since many mail programs read nothing else.
//! Classes carry the dark colours for those that do.

/// The font of the letter's text.
const SERIF: &str = "Georgia,'Times New Roman',serif";
/// The font of buttons, tables and the small print.
const SANS: &str = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/// Code.
const MONO: &str = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

pub(super) const CANVAS: &str = "#f4f1ea";
pub(super) const PAPER: &str = "#ffffff";
pub(super) const INK: &str = "#23303a";
pub(super) const ACCENT: &str = "#12384f";
const LINE: &str = "#e3e0d8";
const MUTED: &str = "#55606a";
const SOFT: &str = "#f4f1ea";
const LINK: &str = "#0e5caf";

/// The styles of one element.
pub(super) fn style(element: &str) -> String {
    match element {
        "body" => format!("margin:0;padding:0;width:100%;background-color:{CANVAS};-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%"),
        "sheet" => format!("width:100%;max-width:600px;background-color:{PAPER};border-radius:6px;border-collapse:separate"),
        "head" => format!("padding:26px 40px;background-color:{ACCENT};border-radius:6px 6px 0 0;color:#ffffff;font:600 21px/1.3 {SERIF}"),
        "bar" => format!("height:6px;line-height:6px;font-size:1px;background-color:{ACCENT};border-radius:6px 6px 0 0"),
        "content" => format!("padding:34px 40px 26px;color:{INK};font:17px/1.6 {SERIF};overflow-wrap:break-word"),
        "foot" => format!("padding:20px 40px 28px;border-top:1px solid {LINE};color:{MUTED};font:13px/1.55 {SANS}"),
        "foot-line" => "margin:0 0 4px".to_string(),
        "foot-link" => format!("color:{MUTED};text-decoration:underline"),
        "p" => "margin:0 0 18px".to_string(),
        "item-p" => "margin:0 0 8px".to_string(),
        "h1" => format!("margin:0 0 18px;color:{INK};font:600 29px/1.25 {SERIF}"),
        "h2" => format!("margin:32px 0 10px;color:{INK};font:600 21px/1.3 {SERIF}"),
        "h3" => format!("margin:26px 0 8px;color:{INK};font:600 18px/1.35 {SERIF}"),
        "h4" | "h5" | "h6" => format!("margin:22px 0 6px;color:{MUTED};font:600 15px/1.4 {SANS}"),
        "ul" | "ol" => "margin:0 0 20px;padding:0 0 0 26px".to_string(),
        "sublist" => "margin:6px 0 6px;padding:0 0 0 24px".to_string(),
        "li" => "margin:0 0 6px;padding:0 0 0 2px".to_string(),
        "blockquote" => format!("margin:0 0 20px;padding:2px 0 2px 18px;border-left:3px solid {ACCENT};color:{MUTED}"),
        "a" => format!("color:{LINK};text-decoration:underline"),
        "img" => "display:block;max-width:100%;height:auto;border:0;border-radius:4px;outline:none;text-decoration:none".to_string(),
        "inline-img" => "max-width:100%;height:auto;border:0;vertical-align:middle".to_string(),
        "hr" => format!("height:0;margin:28px 0;border:0;border-top:1px solid {LINE}"),
        "code" => format!("padding:1px 5px;background-color:{SOFT};border-radius:3px;font:.88em/1.4 {MONO}"),
        "pre" => format!("margin:0 0 20px;padding:14px 16px;background-color:{SOFT};border-radius:4px;font:14px/1.5 {MONO};white-space:pre-wrap"),
        "table" => format!("width:100%;margin:0 0 22px;border-collapse:collapse;font:15px/1.45 {SANS}"),
        "th" => format!("padding:8px 12px 8px 0;border-bottom:2px solid {ACCENT};font-weight:600;vertical-align:bottom"),
        "td" => format!("padding:9px 12px 9px 0;border-bottom:1px solid {LINE};vertical-align:top"),
        "button-table" => "margin:6px 0 24px;border-collapse:separate".to_string(),
        "button-cell" => format!("background-color:{ACCENT};border-radius:5px"),
        "button" => format!("display:inline-block;padding:14px 26px;border:1px solid {ACCENT};border-radius:5px;background-color:{ACCENT};color:#ffffff;font:600 15px/1.2 {SANS};text-decoration:none"),
        _ => String::new(),
    }
}

/// The same for a letter that is written from right to left: left and right change places.
pub(super) fn mirrored(style: &str) -> String {
    let swap = |declaration: &str| {
        let Some((name, value)) = declaration.split_once(':') else { return declaration.to_string() };
        let values: Vec<&str> = value.split(' ').collect();
        match (name, values.as_slice()) {
            ("padding" | "margin", [top, right, bottom, left]) => {
                format!("{name}:{top} {left} {bottom} {right}")
            }
            ("border-left", _) => format!("border-right:{value}"),
            _ => declaration.to_string(),
        }
    };
    style.split(';').map(swap).collect::<Vec<_>>().join(";")
}

/// The style sheet: what inline styles can't say. No rule here is needed for the letter to be read.
pub(super) fn sheet() -> String {
    let dark = "\
.pr-canvas{background-color:#12161b !important}\n\
.pr-paper{background-color:#1b2128 !important}\n\
.pr-ink,.pr-ink h1,.pr-ink h2,.pr-ink h3{color:#e8ebef !important}\n\
.pr-ink a{color:#80bdfb !important}\n\
.pr-muted,.pr-muted a,.pr-ink blockquote,.pr-ink h4{color:#a4acb4 !important}\n\
.pr-line,.pr-ink td,.pr-ink hr{border-color:#353c45 !important}\n\
.pr-ink th,.pr-ink blockquote{border-color:#5f8fb3 !important}\n\
.pr-soft{background-color:#262d36 !important}\n\
.pr-ink a.pr-button{color:#ffffff !important;background-color:#1d5478 !important;border-color:#1d5478 !important}\n\
.pr-head,.pr-button-cell{background-color:#1d5478 !important}\n";
    let outlook: String = dark
        .lines()
        .map(|rule| format!("[data-ogsc] {}\n", rule.replacen(',', ",[data-ogsc] ", 9)))
        .collect();
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\n\
         @media (max-width:620px){{\n.pr-pad{{padding-left:22px !important;padding-right:22px !important}}\n\
         .pr-outer{{padding:0 !important}}\n.pr-sheet,.pr-head{{border-radius:0 !important}}\n\
         .pr-ink h1{{font-size:25px !important}}\n}}\n\
         @media (prefers-color-scheme:dark){{\n{dark}}}\n{outlook}"
    )
}
