//! Media types by a file's ending, and whether such a file gets smaller by compression.

/// The media type of an ending, without the dot; wasm must have its own, or browsers won't compile while loading.
pub fn media_type(ending: &str) -> &'static str {
    match ending {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" | "toml" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "eml" => "message/rfc822",
        "xml" => "application/xml",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

/// Whether compressing is worth it.
pub fn is_compressible(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["wasm", "json", "xml", "rfc822"].iter().any(|word| media_type.contains(word))
}
