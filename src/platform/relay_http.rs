//! The only place from which anything leaves the tab, after the user asked for it.

use super::files::words;
use js_sys::{Array, Uint8Array};
use relays::HttpResponse;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit, RequestMode, Response};

/// Longest wait for an answer. A server that was not there answers at once; this is for one that hangs.
const PATIENCE_MILLIS: u32 = 60_000;
/// Longest wait for a sign of life.
const SIGN_MILLIS: u32 = 5_000;

/// No answer. Nobody knows whether the request arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The browser's own words.
    pub words: String,
    /// Whether it was waited for in vain.
    pub slow: bool,
}

/// A file that stands beside the page, as text.
///
/// # Errors
/// The browser's own words, or that there is no such file.
pub async fn own_file(path: &str) -> Result<String, String> {
    let answer = send("GET", path, &[], None).await?;
    if answer.status == 200 { Ok(answer.body) } else { Err("the file is not there".into()) }
}

/// Sends one request to the server that serves this page.
///
/// # Errors
/// The browser's own words, where no answer came. Then nobody knows whether the relay has it.
pub async fn send(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Uint8Array>,
) -> Result<HttpResponse, String> {
    exchange(method, path, headers, body).await.map_err(|lost| lost.words)
}

/// Sends one request to a relay that the user named. Cookies never go along, and the page's address is not told.
///
/// # Errors
/// No answer came.
pub async fn exchange<T: AsRef<str>>(
    method: &str,
    url: &str,
    headers: &[(T, T)],
    body: Option<&Uint8Array>,
) -> Result<HttpResponse, Lost> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        init.set_body(body);
    }
    let lost = |error| Lost { words: words(error), slow: false };
    let all = Headers::new().map_err(lost)?;
    for (name, value) in headers {
        all.set(name.as_ref(), value.as_ref()).map_err(lost)?;
    }
    init.set_headers(&all);
    let response = fetch(url, &init, PATIENCE_MILLIS).await?;
    let body = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?;
    let told = response.headers().entries().into_iter().flatten().map(|pair| {
        let pair: Array = pair.unchecked_into();
        let text = |at| pair.get(at).as_string().unwrap_or_default();
        (text(0), text(1))
    });
    Ok(HttpResponse {
        status: response.status(),
        headers: told.collect(),
        body: body.as_string().unwrap_or_default(),
    })
}

/// Whether a server is there at all, whoever may read its answers: a GET whose answer stays hidden from the page.
pub async fn is_there(url: &str) -> bool {
    let init = RequestInit::new();
    init.set_mode(RequestMode::NoCors);
    fetch(url, &init, SIGN_MILLIS).await.is_ok()
}

async fn fetch(url: &str, init: &RequestInit, patience: u32) -> Result<Response, Lost> {
    let slow = Rc::new(Cell::new(false));
    let lost = |error| Lost { words: words(error), slow: slow.get() };
    let abort = AbortController::new().map_err(lost)?;
    init.set_signal(Some(&abort.signal()));
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    init.set_cache(web_sys::RequestCache::NoStore);
    let watch = {
        let slow = Rc::clone(&slow);
        gloo::timers::callback::Timeout::new(patience, move || {
            slow.set(true);
            abort.abort();
        })
    };
    let answer = JsFuture::from(gloo::utils::window().fetch_with_str_and_init(url, init)).await;
    drop(watch);
    answer.map(JsCast::unchecked_into).map_err(lost)
}
