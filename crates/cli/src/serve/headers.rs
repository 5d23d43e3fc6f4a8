//! Headers that every answer has.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use sha2::{Digest, Sha256};

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Adds them, and `no-store` and a closed policy where the handler named none.
pub async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        // The preview's frame alone stands in a frame, and says so itself.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

/// The app's policy. Inline scripts are allowed by their hash: Trunk writes one that starts the app.
///
/// `style-src 'unsafe-inline'` is for the preview: its `srcdoc` frame inherits this policy, and newsletters style
/// inline. Remote pictures are not in `img-src`, so no letter can report that it was opened, whatever the frame's own
/// policy says; a preview that shows them once the user asks is a document with [`LETTER_POLICY`].
///
/// `connect-src` lets the page hand letters to a relay that the user names: anywhere by https, and to this machine also
/// without. Letters and keys leave this machine only encrypted.
pub fn content_security_policy(html: &str) -> String {
    let scripts: String =
        inline_scripts(html).map(|script| format!(" 'sha256-{}'", digest(script))).collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob: cid:; font-src 'self' data:; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; worker-src 'self' blob:; \
         frame-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The policy of the document in which the preview shows a letter with its pictures, once the user asked for them. The page
/// adds one that names their servers.
pub const LETTER_POLICY: &str = "default-src 'none'; img-src data: cid: blob: https: http:; style-src 'unsafe-inline'; \
    font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

fn digest(script: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script))
}

/// The contents of `<script>` elements without `src`. The page is our own build's, so this needs no HTML parser.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash() {
        let html = "<head><script type=\"module\">alert(1)</script><script src=\"x.js\"></script></head>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["alert(1)"]);
        // openssl dgst -sha256 -binary | base64, of `alert(1)`.
        let policy = content_security_policy(html);
        assert!(
            policy.contains("'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; "),
            "{policy}"
        );
    }

    #[test]
    fn no_inline_script_no_hash() {
        assert!(!content_security_policy("<p>Hello").contains("sha256"));
    }
}
