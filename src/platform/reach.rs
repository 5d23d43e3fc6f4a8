//! Whether a page can reach an address, and why no answer came: the browser tells a page only that there was none.

use super::relay_http::{Lost, is_there};
use gloo::events::EventListener;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Why there is no answer, as far as a page can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Plain HTTP beyond this machine: letters and the key would go unencrypted. Nothing was asked.
    Unencrypted,
    /// A page that came by https may not call this address by http (mixed content).
    Mixed,
    /// The policy of the server that serves this page forbids it (CSP `connect-src`).
    Policy,
    /// The browser keeps pages from this machine or its network until the user allows it.
    Local,
    /// This machine is offline.
    Offline,
    /// A server is there, and does not let this page read its answers (CORS).
    NotAllowed,
    /// It was waited for in vain.
    Slow,
    /// Nothing answers there.
    Dead,
}

/// What was found out about an address without an answer.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    /// The request timed out.
    slow: bool,
    /// The page's policy was violated.
    policy: bool,
    /// A server answers, in whatever way.
    there: bool,
    /// The browser says that it is online.
    online: bool,
    /// The page came by https.
    secure_page: bool,
    /// The page itself came from this machine or its network.
    local_page: bool,
    /// The permission for this machine's network: whether it was given, where the browser knows such a thing.
    granted: Option<bool>,
}

/// Whether the page may try the address at all: the user's letters and key leave this machine only encrypted.
pub fn may_try(page: &str, url: &str) -> bool {
    let Some((scheme, host)) = parts(url) else { return true };
    scheme == "https" || is_loopback(host) || parts(page).is_some_and(|page| page == (scheme, host))
}

/// Finds out why no answer came.
pub async fn why(url: &str, lost: &Lost) -> Silence {
    let window = gloo::utils::window();
    let page = window.location().origin().unwrap_or_default();
    let blocked = Rc::new(Cell::new(false));
    let watch = {
        let blocked = Rc::clone(&blocked);
        EventListener::new(&gloo::utils::document(), "securitypolicyviolation", move |_| blocked.set(true))
    };
    let there = is_there(&origin(url)).await;
    // The browser tells of a violation in a task of its own.
    super::clock::pause(0).await;
    drop(watch);
    let signs = Signs {
        slow: lost.slow,
        policy: blocked.get(),
        there,
        online: window.navigator().on_line(),
        secure_page: page.starts_with("https:"),
        local_page: parts(&page).is_some_and(|(_, host)| is_local(host)),
        granted: granted().await,
    };
    judge(url, signs)
}

fn judge(url: &str, signs: Signs) -> Silence {
    let (scheme, host) = parts(url).unwrap_or(("https", ""));
    let keeps_out = signs.granted == Some(false) && is_local(host) && !signs.local_page;
    match signs {
        Signs { policy: true, .. } => Silence::Policy,
        Signs { there: true, slow: true, .. } => Silence::Slow,
        Signs { there: true, .. } => Silence::NotAllowed,
        _ if keeps_out => Silence::Local,
        Signs { secure_page: true, .. } if scheme == "http" => Silence::Mixed,
        Signs { online: false, .. } if !is_local(host) => Silence::Offline,
        Signs { slow: true, .. } => Silence::Slow,
        _ => Silence::Dead,
    }
}

/// Scheme and host with its port; `None` for a path on the page's own server.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).map(|host| (scheme, host))
}

fn origin(url: &str) -> String {
    parts(url).map_or_else(|| "/".to_owned(), |(scheme, host)| [scheme, "://", host, "/"].concat())
}

fn name_of(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
        Some(six) => six,
        None => host.split(':').next().unwrap_or(host),
    }
}

fn is_loopback(host: &str) -> bool {
    let name = name_of(host);
    name == "localhost" || name.ends_with(".localhost") || name == "::1" || name.starts_with("127.")
}

/// This machine or a network of its own (RFC 1918, RFC 6762).
fn is_local(host: &str) -> bool {
    let name = name_of(host);
    let four: Option<std::net::Ipv4Addr> = name.parse().ok();
    is_loopback(host) || name.ends_with(".local") || four.is_some_and(|four| four.is_private())
}

/// Whether pages may call this machine's network, in browsers that ask for that (Local Network Access).
async fn granted() -> Option<bool> {
    let permissions = Reflect::get(&gloo::utils::window().navigator(), &"permissions".into()).ok()?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    let mut known = None;
    for name in ["loopback-network", "local-network-access"] {
        let asked = Object::new();
        Reflect::set(&asked, &"name".into(), &name.into()).ok()?;
        let Some(promise) =
            query.call1(&permissions, &asked).ok().and_then(|it| it.dyn_into::<Promise>().ok())
        else {
            continue;
        };
        // A browser that does not know the name rejects.
        if let Ok(status) = JsFuture::from(promise).await {
            let state = Reflect::get(&status, &"state".into()).unwrap_or(JsValue::NULL);
            known = Some(known.unwrap_or(true) && state.as_string().as_deref() == Some("granted"));
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_leave_this_machine_only_encrypted() {
        let page = "http://10.0.0.7:8080";
        for url in [
            "https://mail.example/x",
            "/kumo",
            "http://localhost:8025/api",
            "http://127.0.0.1:1/",
            "http://[::1]:8025",
            "http://10.0.0.7:8080/listmonk",
        ] {
            assert!(may_try(page, url), "{url}");
        }
        for url in ["http://mail.example/", "http://10.0.0.7:9000/", "http://localhost.example/"] {
            assert!(!may_try(page, url), "{url}");
        }
    }

    #[track_caller]
    fn check(url: &str, signs: Signs, expected: Silence) {
        assert_eq!(judge(url, signs), expected, "{url} {signs:?}");
    }

    #[test]
    fn silences_are_told_apart() {
        let none = Signs { online: true, ..Signs::default() };
        let far = "https://mail.example/send";
        let near = "http://localhost:8025/api";
        check(far, none, Silence::Dead);
        check(far, Signs { there: true, ..none }, Silence::NotAllowed);
        check(far, Signs { policy: true, ..none }, Silence::Policy);
        check(far, Signs { online: false, ..none }, Silence::Offline);
        check(near, Signs { online: false, ..none }, Silence::Dead);
        check(far, Signs { slow: true, ..none }, Silence::Slow);
        check(near, Signs { granted: Some(false), ..none }, Silence::Local);
        check("http://192.168.1.9:8025", Signs { granted: Some(false), ..none }, Silence::Local);
        check(far, Signs { granted: Some(false), ..none }, Silence::Dead);
        check(near, Signs { granted: Some(false), local_page: true, ..none }, Silence::Dead);
        check(near, Signs { granted: Some(true), ..none }, Silence::Dead);
        check(near, Signs { secure_page: true, granted: Some(true), ..none }, Silence::Mixed);
    }
}
