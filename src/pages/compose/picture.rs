//! An image that was pasted, dropped or chosen: how does it go into the letter? Embedded, made smaller and embedded, or
//! linked; each with what it adds to every letter.

use super::area::Area;
use super::insert::Piece;
use super::tools;
use crate::components::{Dialog, Kind, button, field, notice};
use crate::pages::shared::{Choice, files_button};
use crate::platform::pictures::{self, Shrunk};
use crate::text;
use crate::workbench::Workbench;
use std::rc::Rc;
use web_sys::{Blob, File, Url};
use yew::platform::spawn_local;
use yew::prelude::*;

/// Images that wait for an answer, the first one first; none waits: one is to be chosen.
pub type Asked = Option<Rc<Vec<File>>>;

/// What the dialog is told.
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// The images; `None` closes the dialog.
    pub asked: Asked,
    /// The field of the letter's body.
    pub area: Area,
    /// Called with what is asked next.
    pub onask: Callback<Asked>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Embed,
    Shrink,
    Link,
}

/// An image that the browser looked at.
#[derive(Clone, PartialEq)]
struct Seen {
    address: String,
    width: u32,
    height: u32,
    shrunk: Option<Shrunk>,
    trouble: Option<String>,
}

/// More than this is worth making smaller, in bytes.
const SMALL: f64 = 100.0 * 1024.0;

/// The dialog.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let bench = crate::provider::use_workbench();
    let seen = use_state(|| None::<Seen>);
    let way = use_state(|| Way::Link);
    let (alt, link) = (use_state(String::new), use_state(String::new));
    let file = props.asked.as_ref().and_then(|files| files.first().cloned());
    let room = shown_width(&bench);
    {
        let (seen, way, alt, link) = (seen.clone(), way.clone(), alt.clone(), link.clone());
        use_effect_with((file.clone(), props.asked.is_some()), move |(file, _)| {
            seen.set(None);
            alt.set(String::new());
            link.set(String::new());
            way.set(if file.is_some() { Way::Embed } else { Way::Link });
            let address = file.as_ref().and_then(|file| Url::create_object_url_with_blob(file).ok());
            if let (Some(file), Some(address)) = (file.clone(), address.clone()) {
                spawn_local(async move {
                    let found = look(&file, address, room).await;
                    if found.shrunk.is_some() && file.size() > SMALL {
                        way.set(Way::Shrink);
                    }
                    seen.set(Some(found));
                });
            }
            move || {
                if let Some(address) = address {
                    // Revoking fails for no address.
                    drop(Url::revoke_object_url(&address));
                }
            }
        });
    }
    let next = {
        let (asked, onask) = (props.asked.clone(), props.onask.clone());
        Callback::from(move |()| {
            let rest: Vec<File> = asked.iter().flat_map(|files| files.iter().skip(1).cloned()).collect();
            onask.emit((!rest.is_empty()).then(|| Rc::new(rest)));
        })
    };
    let can = match *way {
        Way::Link => link.starts_with("https://") && link.len() > 8 || link.starts_with("http://"),
        _ => seen.is_some(),
    };
    let insert = {
        let (bench, area, next) = (bench.clone(), props.area.clone(), next.clone());
        let (seen, way, alt, link, file) = (seen.clone(), *way, alt.clone(), link.clone(), file.clone());
        Callback::from(move |()| {
            if can {
                let seen = (*seen).clone();
                let width = seen.as_ref().map_or(0, |seen| seen.width.min(room));
                let (address, taken) = match (way, file.clone(), seen) {
                    (Way::Embed, Some(file), _) => embed(&bench, &file.name(), None, file.clone().into()),
                    (Way::Shrink, Some(file), Some(Seen { shrunk: Some(shrunk), .. })) => {
                        embed(&bench, &file.name(), Some(shrunk.end), shrunk.blob)
                    }
                    _ => ((*link).clone(), None),
                };
                let piece = Piece::Picture { address, alt: (*alt).clone(), width };
                tools::put(&bench, &area, "body", &piece);
                if let Some(taken) = taken {
                    enclose(&bench, vec![taken]);
                }
                next.emit(());
            }
        })
    };
    let onsubmit = {
        let insert = insert.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            insert.emit(());
        })
    };
    let choose = {
        let onask = props.onask.clone();
        Callback::from(move |files: Vec<File>| onask.emit(Some(Rc::new(files))))
    };
    let cancel = next.clone();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |value: String| state.set(value))
    };
    let foot = html! {
        <>
            { button!(class: "quiet", onclick: move |_| cancel.emit(()), children: "Leave it out") }
            { button!(class: "primary", disabled: !can, onclick: move |_| insert.emit(()), children: "Insert") }
        </>
    };
    html! {
        <Dialog open={props.asked.is_some()} title="An image for the letter" onclose={next} {foot}>
            <form class="stack" {onsubmit}>
                { match (&file, &*seen) {
                    (None, _) => files_button("Choose an image", "image", "", Choice::File, &choose),
                    (Some(file), Some(seen)) => ways(file, seen, &way),
                    (Some(_), None) => html! { <p class="muted" role="status">{ "Looking at the image…" }</p> },
                } }
                if *way == Way::Link {
                    { field!(id: "picture-link", label: "Its address on the web", value: (*link).clone(), kind: "url", placeholder: Some("https://example.com/picture.jpg"), hint: Some("Readers load it from there, and many mail programs ask them before they do"), oninput: set(&link)) }
                }
                { field!(id: "picture-alt", label: "What it shows, in words", value: (*alt).clone(), hint: Some("For readers who don't see it; empty where it is only decoration"), oninput: set(&alt)) }
            </form>
        </Dialog>
    }
}

/// How wide an image can be shown in this letter, in CSS pixels.
fn shown_width(bench: &Workbench) -> u32 {
    u32::from(bench.letter().theme.width.unwrap_or(600)).saturating_sub(80)
}

async fn look(file: &File, address: String, room: u32) -> Seen {
    let mut seen = Seen { address, width: 0, height: 0, shrunk: None, trouble: None };
    match pictures::decode(file).await {
        Ok(image) => {
            (seen.width, seen.height) = (image.width(), image.height());
            // Twice as many pixels as it is wide, for screens that show them. What moves would stand still.
            if file.type_() != "image/gif" {
                match pictures::shrink(&image, room * 2).await {
                    Ok(shrunk) if shrunk.blob.size() < file.size() => seen.shrunk = Some(shrunk),
                    Ok(_) => (),
                    Err(reason) => seen.trouble = Some(reason),
                }
            }
        }
        Err(reason) => seen.trouble = Some(reason),
    }
    seen
}

fn ways(file: &File, seen: &Seen, chosen: &UseStateHandle<Way>) -> Html {
    let size = |blob: &Blob| text::size(blob.size() as u64);
    // Base64 has four characters for three bytes, and a line end after 76 of them.
    let adds = |blob: &Blob| text::size((blob.size() * 78.0 / 57.0) as u64);
    let pixels = format!("{} × {}", seen.width, seen.height);
    let one = |way: Way, name: &str, what: String| {
        let (choose, on) = (chosen.clone(), **chosen == way);
        html! {
            <label class="check">
                <input class="box" type="radio" name="picture-way" checked={on} onchange={move |_| choose.set(way)} />
                <span><b>{ name.to_owned() }</b><br /><span class="muted small">{ what }</span></span>
            </label>
        }
    };
    let shrunk = seen.shrunk.as_ref().map(|shrunk| {
        let what = format!(
            "{} pixels wide, {} instead of {}; adds {} to every letter",
            shrunk.width,
            size(&shrunk.blob),
            size(file),
            adds(&shrunk.blob)
        );
        one(Way::Shrink, "Make it smaller and embed it", what)
    });
    let few = matches!(file.type_().as_str(), "image/webp" | "image/avif" | "image/svg+xml");
    html! {
        <>
            <div class="row picture">
                <img src={seen.address.clone()} alt="" />
                <p class="grow wrap-any">{ file.name() }<br /><span class="muted small">{ [pixels.as_str(), ", ", &size(file)].concat() }</span></p>
            </div>
            if let Some(reason) = &seen.trouble {
                { notice!(kind: Kind::Warn, title: "The browser could not make it smaller", children: html! { <p>{ text::sentence(reason) }</p> }) }
            }
            if few && **chosen == Way::Embed {
                { notice!(kind: Kind::Warn, title: "Some mail programs don't show this kind of image", children: html! { <p>{ "PNG and JPEG are shown by all. Made smaller, it becomes one of these." }</p> }) }
            }
            <fieldset>
                <legend class="vh">{ "How it goes into the letter" }</legend>
                { for shrunk }
                { one(Way::Embed, "Embed it as it is", ["Adds ", &adds(file), " to every letter; it is seen without asking"].concat()) }
                { one(Way::Link, "Link to it", "Adds nothing, but it has to be on the web".to_owned()) }
            </fieldset>
        </>
    }
}

/// A name for an image that fits into an address, and the image under it.
fn embed(bench: &Workbench, name: &str, end: Option<&str>, blob: Blob) -> (String, Option<(String, Blob)>) {
    let name = free_name(name, end, |name| bench.campaign.saved.files.iter().any(|file| file.name == name));
    (["cid:", &name].concat(), Some((name, blob)))
}

/// A name of plain letters that is not taken yet.
fn free_name(name: &str, end: Option<&str>, taken: impl Fn(&str) -> bool) -> String {
    let (stem, own_end) = name.rsplit_once('.').unwrap_or((name, "png"));
    let plain = |text: &str| -> String {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-")
    };
    let (mut stem, end) = (plain(stem), end.map_or_else(|| plain(own_end), str::to_owned));
    if stem.is_empty() {
        stem = "image".into();
    }
    let first = format!("{stem}.{end}");
    let more = (2..).map(|number| format!("{stem}-{number}.{end}"));
    std::iter::once(first).chain(more).find(|name| !taken(name)).unwrap_or(stem)
}

/// Takes files and says what kept them from it.
pub fn enclose(bench: &Workbench, files: Vec<(String, Blob)>) {
    let bench = bench.clone();
    spawn_local(async move {
        if let Err(reason) = bench.enclose(files).await {
            bench.say(text::sentence(&reason));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_into_an_address_and_are_free() {
        let none = |_: &str| false;
        assert_eq!(free_name("Rose im Garten (2).JPG", None, none), "rose-im-garten-2.jpg");
        assert_eq!(free_name("Ünser.webp", Some("jpg"), none), "nser.jpg");
        assert_eq!(free_name("图.png", None, none), "image.png");
        assert_eq!(free_name("a.png", None, |name| name == "a.png"), "a-2.png");
    }
}
