//! The only place from which anything leaves the tab, after the user asked for it.

use super::files::words;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

/// Longest wait for an answer. A server that was not there answers at once; this is for one that hangs.
const PATIENCE_MILLIS: u32 = 60_000;

/// An answer of the relay.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// A file that stands beside the page, as text.
///
/// # Errors
/// The browser's own words, or that there is no such file.
pub async fn own_file(path: &str) -> Result<String, String> {
    let answer = send("GET", path, &[], None).await?;
    if answer.status == 200 { Ok(answer.body) } else { Err("the file is not there".into()) }
}

/// Sends one request to the relay that serves this page.
///
/// # Errors
/// The browser's own words, where no answer came. Then nobody knows whether the relay has it.
pub async fn send(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Uint8Array>,
) -> Result<Answer, String> {
    let abort = AbortController::new().map_err(words)?;
    let (init, all) = (RequestInit::new(), Headers::new().map_err(words)?);
    for (name, value) in headers {
        all.set(name, value).map_err(words)?;
    }
    init.set_method(method);
    init.set_headers(&all);
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = body {
        init.set_body(body);
    }
    let watch = gloo::timers::callback::Timeout::new(PATIENCE_MILLIS, move || abort.abort());
    let answer = async {
        let response = JsFuture::from(gloo::utils::window().fetch_with_str_and_init(path, &init)).await?;
        let response: Response = response.unchecked_into();
        let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
        Ok(Answer { status: response.status(), body })
    };
    let answer = answer.await.map_err(words);
    drop(watch);
    answer
}
