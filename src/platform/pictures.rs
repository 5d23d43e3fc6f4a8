//! Images made smaller by the browser's own means.

use super::files::words;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

/// How much of a photo is kept, from 0 to 1.
const QUALITY: f64 = 0.82;

/// An image made smaller.
#[derive(Clone, PartialEq)]
pub struct Shrunk {
    /// Its bytes.
    pub blob: Blob,
    /// Its width in pixels.
    pub width: u32,
    /// The end of its name: `jpg` or `png`.
    pub end: &'static str,
}

/// An image, decoded.
///
/// # Errors
/// The browser's own words, where it can't show it.
pub async fn decode(blob: &Blob) -> Result<ImageBitmap, String> {
    let promise = gloo::utils::window().create_image_bitmap_with_blob(blob).map_err(words)?;
    JsFuture::from(promise).await.map(JsCast::unchecked_into).map_err(words)
}

/// The image at most so many pixels wide: as JPEG, or as PNG where some of it can be seen through.
///
/// # Errors
/// The browser's own words, where it has no canvas or no memory.
pub async fn shrink(image: &ImageBitmap, most: u32) -> Result<Shrunk, String> {
    let width = image.width().clamp(1, most.max(1));
    let height =
        (f64::from(image.height()) * f64::from(width) / f64::from(image.width().max(1))).round().max(1.0);
    let canvas = OffscreenCanvas::new(width, height as u32).map_err(words)?;
    let context = canvas.get_context("2d").map_err(words)?.ok_or("the browser has no canvas")?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(image, 0.0, 0.0, f64::from(width), height)
        .map_err(words)?;
    let pixels = context.get_image_data(0.0, 0.0, f64::from(width), height).map_err(words)?.data();
    let is_solid = pixels.0.iter().skip(3).step_by(4).all(|alpha| *alpha == u8::MAX);
    let (media_type, end) = if is_solid { ("image/jpeg", "jpg") } else { ("image/png", "png") };
    let options = ImageEncodeOptions::new();
    options.set_type(media_type);
    options.set_quality(QUALITY);
    let promise = canvas.convert_to_blob_with_options(&options).map_err(words)?;
    let blob: JsValue = JsFuture::from(promise).await.map_err(words)?;
    Ok(Shrunk { blob: blob.unchecked_into(), width, end })
}
