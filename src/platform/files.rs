//! Files in and out of the tab.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// All bytes of a file, as a buffer that can be moved to the worker without a copy.
///
/// # Errors
/// The browser's own words, where the file can't be read any more.
pub async fn read(blob: &Blob) -> Result<ArrayBuffer, String> {
    JsFuture::from(blob.array_buffer()).await.map(JsCast::unchecked_into).map_err(words)
}

/// A blob of UTF-8 text.
///
/// # Errors
/// The browser's own words, where there is no memory for it.
pub fn text_blob(text: &str, media_type: &str) -> Result<Blob, String> {
    blob(&Array::of1(&JsValue::from_str(text)), media_type)
}

/// A blob of byte chunks, which stay where they are.
///
/// # Errors
/// The browser's own words, where there is no memory for it.
pub fn bytes_blob(chunks: &[Uint8Array], media_type: &str) -> Result<Blob, String> {
    blob(&chunks.iter().collect::<Array>(), media_type)
}

/// Blobs put together, which stay where they are.
///
/// # Errors
/// The browser's own words, where there is no memory for it.
pub fn joined(parts: &[Blob], media_type: &str) -> Result<Blob, String> {
    blob(&parts.iter().collect::<Array>(), media_type)
}

fn blob(parts: &Array, media_type: &str) -> Result<Blob, String> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(parts, &options).map_err(words)
}

/// Hands a blob to the browser's downloads under a name.
///
/// # Errors
/// The browser's own words, where it refuses.
pub fn download(blob: &Blob, name: &str) -> Result<(), String> {
    let url = Url::create_object_url_with_blob(blob).map_err(words)?;
    let document = gloo::utils::document();
    let anchor: HtmlAnchorElement = document.create_element("a").map_err(words)?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The browser has taken the blob when `click` returns, but some take it a task later.
    gloo::timers::callback::Timeout::new(60_000, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// What a JavaScript error says.
pub fn words(error: JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => error.as_string().unwrap_or_else(|| "the browser gave no reason".into()),
    }
}
