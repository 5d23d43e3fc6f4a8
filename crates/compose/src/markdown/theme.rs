//! A letter's look as CSS: colours, type and space as inline styles, since many mail programs read nothing else.
//! Classes carry the dark colours for those that do, and Outlook's fonts.

use crate::theme::Look;

/// Code.
const MONO: &str = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace";

/// The styles of one element.
pub(super) fn style(look: &Look, element: &str) -> String {
    let (font, heading, small) = (&look.font.stack, &look.heading.stack, &look.small.stack);
    let colours = &look.light;
    let (ink, muted, line, accent) = (&colours.ink, &colours.muted, &colours.line, &colours.accent);
    let (soft, on_accent) = (&colours.soft, &colours.on_accent);
    let corner = u32::from(look.corner);
    let (round, rounder, button) = (corner / 2, corner * 2 / 3, corner.saturating_sub(1));
    let room = |usual| look.room(usual);
    let size = |thousandths| look.type_size(thousandths);
    match element {
        "body" => format!(
            "margin:0;padding:0;width:100%;background-color:{};-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%",
            colours.canvas
        ),
        "sheet" => format!(
            "width:100%;max-width:{}px;background-color:{};border-radius:{corner}px;border-collapse:separate",
            look.width, colours.paper
        ),
        "outer" => format!("padding:{}px 12px {}px", room(28), room(36)),
        "head" => format!(
            "padding:{}px 40px;background-color:{accent};border-radius:{corner}px {corner}px 0 0;color:{on_accent};font:600 {}px/1.3 {heading}",
            room(26),
            size(1240)
        ),
        "name" => {
            format!("padding:{}px 40px 0;color:{ink};font:600 {}px/1.3 {heading}", room(26), size(1240))
        }
        "bar" => format!(
            "height:6px;line-height:6px;font-size:1px;background-color:{accent};border-radius:{corner}px {corner}px 0 0"
        ),
        "logo" => format!(
            "display:block;width:{}px;max-width:100%;height:auto;border:0;outline:none;text-decoration:none",
            look.logo_width
        ),
        "content" => format!(
            "padding:{}px 40px {}px;color:{ink};font:{}px/1.6 {font};overflow-wrap:break-word",
            room(34),
            room(26),
            look.size
        ),
        "foot" => format!(
            "padding:{}px 40px {}px;border-top:1px solid {line};color:{muted};font:{}px/1.55 {small}",
            room(20),
            room(28),
            size(760)
        ),
        "foot-line" => "margin:0 0 4px".to_string(),
        "foot-link" => format!("color:{muted};text-decoration:underline"),
        "p" => format!("margin:0 0 {}px", room(18)),
        "item-p" => format!("margin:0 0 {}px", room(8)),
        "h1" => format!("margin:0 0 {}px;color:{ink};font:600 {}px/1.25 {heading}", room(18), size(1700)),
        "h2" => format!(
            "margin:{}px 0 {}px;color:{ink};font:600 {}px/1.3 {heading}",
            room(32),
            room(10),
            size(1240)
        ),
        "h3" => format!(
            "margin:{}px 0 {}px;color:{ink};font:600 {}px/1.35 {heading}",
            room(26),
            room(8),
            size(1060)
        ),
        "h4" | "h5" | "h6" => format!(
            "margin:{}px 0 {}px;color:{muted};font:600 {}px/1.4 {small}",
            room(22),
            room(6),
            size(880)
        ),
        "ul" | "ol" => format!("margin:0 0 {}px;padding:0 0 0 26px", room(20)),
        "sublist" => format!("margin:{0}px 0 {0}px;padding:0 0 0 24px", room(6)),
        "li" => format!("margin:0 0 {}px;padding:0 0 0 2px", room(6)),
        "blockquote" => format!(
            "margin:0 0 {}px;padding:2px 0 2px 18px;border-left:3px solid {accent};color:{muted}",
            room(20)
        ),
        "a" => format!("color:{};text-decoration:underline", colours.link),
        "img" => format!(
            "display:block;max-width:100%;height:auto;border:0;border-radius:{rounder}px;outline:none;text-decoration:none"
        ),
        "inline-img" => "max-width:100%;height:auto;border:0;vertical-align:middle".to_string(),
        "hr" => format!("height:0;margin:{0}px 0;border:0;border-top:1px solid {line}", room(28)),
        "code" => {
            format!("padding:1px 5px;background-color:{soft};border-radius:{round}px;font:.88em/1.4 {MONO}")
        }
        "pre" => format!(
            "margin:0 0 {}px;padding:14px 16px;background-color:{soft};border-radius:{rounder}px;font:{}px/1.5 {MONO};white-space:pre-wrap",
            room(20),
            size(820)
        ),
        "table" => format!(
            "width:100%;margin:0 0 {}px;border-collapse:collapse;font:{}px/1.45 {small}",
            room(22),
            size(880)
        ),
        "th" => format!(
            "padding:{}px 12px {}px 0;border-bottom:2px solid {accent};font-weight:600;vertical-align:bottom",
            room(8),
            room(8)
        ),
        "td" => format!(
            "padding:{}px 12px {}px 0;border-bottom:1px solid {line};vertical-align:top",
            room(9),
            room(9)
        ),
        "columns" => format!("width:100%;margin:0 0 {}px;border-collapse:collapse", room(6)),
        "column" => "padding:0 20px 0 0;vertical-align:top".to_string(),
        "last-column" => "padding:0;vertical-align:top".to_string(),
        "button-table" => format!("margin:{}px 0 {}px;border-collapse:separate", room(6), room(24)),
        // Outlook knows no padding of a link, so its cell has it there.
        "button-cell" => {
            format!("background-color:{accent};border-radius:{button}px;mso-padding-alt:14px 26px")
        }
        "button" => format!(
            "display:inline-block;padding:14px 26px;border:1px solid {accent};border-radius:{button}px;background-color:{accent};color:{on_accent};font:600 {}px/1.2 {small};text-decoration:none",
            size(880)
        ),
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
pub(super) fn sheet(look: &Look) -> String {
    let colours = &look.dark;
    let (ink, muted, line, soft) = (&colours.ink, &colours.muted, &colours.line, &colours.soft);
    let (accent, on_accent, link) = (&colours.accent, &colours.on_accent, &colours.link);
    let dark = format!(
        "\
.pr-canvas{{background-color:{} !important}}\n\
.pr-paper{{background-color:{} !important}}\n\
.pr-ink,.pr-ink h1,.pr-ink h2,.pr-ink h3{{color:{ink} !important}}\n\
.pr-ink a{{color:{link} !important}}\n\
.pr-muted,.pr-muted a,.pr-ink blockquote,.pr-ink h4{{color:{muted} !important}}\n\
.pr-line,.pr-ink td,.pr-ink hr{{border-color:{line} !important}}\n\
.pr-ink th,.pr-ink blockquote{{border-color:{link} !important}}\n\
.pr-soft{{background-color:{soft} !important}}\n\
.pr-ink a.pr-button{{color:{on_accent} !important;background-color:{accent} !important;border-color:{accent} !important}}\n\
.pr-head,.pr-button-cell{{background-color:{accent} !important}}\n\
.pr-head{{color:{on_accent} !important}}\n",
        colours.canvas, colours.paper,
    );
    let outlook: String = dark
        .lines()
        .map(|rule| format!("[data-ogsc] {}\n", rule.replacen(',', ",[data-ogsc] ", 9)))
        .collect();
    format!(
        ":root{{color-scheme:light dark;supported-color-schemes:light dark}}\n\
         @media (max-width:{}px){{\n.pr-pad{{padding-left:22px !important;padding-right:22px !important}}\n\
         .pr-outer{{padding:0 !important}}\n.pr-sheet,.pr-head{{border-radius:0 !important}}\n\
         .pr-ink h1{{font-size:{}px !important}}\n\
         .pr-column{{display:block !important;width:100% !important;padding:0 !important}}\n}}\n\
         @media (prefers-color-scheme:dark){{\n{dark}}}\n{outlook}",
        u32::from(look.width) + 20,
        look.type_size(1470),
    )
}

/// What only Outlook for Windows reads: fonts that it has, since it takes others for Times New Roman, and pictures in
/// their own size where the screen's letters are enlarged.
pub(super) fn outlook(look: &Look) -> String {
    format!(
        "<!--[if mso]><style>td,p,li,blockquote{{font-family:{} !important}}h1,h2,h3{{font-family:{} !important}}\
         .pr-small,.pr-small td,.pr-small th,.pr-small p,.pr-small a{{font-family:{} !important}}</style>\
         <xml xmlns:o=\"urn:schemas-microsoft-com:office:office\"><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch>\
         </o:OfficeDocumentSettings></xml><![endif]-->\n",
        look.font.outlook, look.heading.outlook, look.small.outlook,
    )
}
