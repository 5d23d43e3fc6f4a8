//! The built app: its files, read when asked for, kept with their encoded copies until they change on the disk.

use super::compress::Encoding;
use super::error::ApiError;
use super::headers::{LETTER_POLICY, content_security_policy};
use super::media::{is_compressible, media_type};
use super::running::Server;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::SystemTime;

/// Files up to this size are encoded while the first caller waits; larger ones beside, and plain until then.
const ENCODE_AT_ONCE: usize = 64 * 1024;

/// The document of the preview's frame once it may fetch pictures.
const LETTER: &str = "letter.html";

/// The app's folder and what was read from it.
#[derive(Debug)]
pub struct App {
    folder: Option<PathBuf>,
    files: Mutex<HashMap<PathBuf, Arc<File>>>,
}

/// A file as it stood on the disk.
#[derive(Debug)]
struct File {
    changed: Option<SystemTime>,
    bytes: Bytes,
    etag: String,
    media_type: &'static str,
    policy: Option<String>,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
}

impl App {
    /// The app in a folder, or none.
    pub fn new(folder: Option<PathBuf>) -> App {
        App { folder, files: Mutex::default() }
    }

    /// The file of a path, or the start page where the path is one of the app's own.
    fn find(&self, path: &str) -> Option<(PathBuf, Arc<File>)> {
        let folder = self.folder.as_ref()?;
        let relative = relative(path)?;
        let named = self.read(&folder.join(&relative)).map(|file| (relative.clone(), file));
        // A missing script must be a 404 and not the start page, or an old tab runs HTML as code.
        // The codes that Explain has addresses for look like names with an end: `explain/5.7.26`.
        let is_page = relative.extension().is_none() || relative.starts_with("explain");
        named.or_else(|| {
            is_page
                .then(|| self.read(&folder.join("index.html")))
                .flatten()
                .map(|file| ("index.html".into(), file))
        })
    }

    /// Reads a file, or takes the copy that still stands for it.
    fn read(&self, path: &Path) -> Option<Arc<File>> {
        let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let changed = meta.modified().ok();
        let mut files = self.files.lock().ok()?;
        if let Some(file) = files.get(path)
            && file.changed == changed
            && file.bytes.len() as u64 == meta.len()
        {
            return Some(Arc::clone(file));
        }
        let bytes = std::fs::read(path).ok()?;
        let media_type = media_type(path.extension().and_then(|e| e.to_str()).unwrap_or(""));
        let hex: String = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let policy = media_type.starts_with("text/html").then(|| match path.ends_with(LETTER) {
            true => LETTER_POLICY.to_owned(),
            false => content_security_policy(&String::from_utf8_lossy(&bytes)),
        });
        // The build writes encoded copies beside each file, better than could be made while a caller waits.
        let beside = |encoding: Encoding| match encoded_beside(path, encoding, changed) {
            Some(copy) => OnceLock::from(Some(Bytes::from(copy))),
            None => OnceLock::new(),
        };
        let file = Arc::new(File {
            changed,
            bytes: bytes.into(),
            etag: hex,
            media_type,
            policy,
            brotli: beside(Encoding::Brotli),
            gzip: beside(Encoding::Gzip),
        });
        files.insert(path.to_owned(), Arc::clone(&file));
        Some(file)
    }
}

impl File {
    /// The file's bytes as the caller takes them.
    fn body(self: &Arc<File>, accepted: Option<Encoding>) -> (Bytes, Option<Encoding>) {
        let plain = (self.bytes.clone(), None);
        let Some(encoding) = accepted.filter(|_| is_compressible(self.media_type)) else { return plain };
        let kept = match encoding {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
        };
        let encode = move |file: &File| encoding.encode(&file.bytes).map(Bytes::from);
        let encoded = if kept.get().is_none() && self.bytes.len() <= ENCODE_AT_ONCE {
            Some(kept.get_or_init(|| encode(self)))
        } else {
            kept.get()
        };
        match encoded {
            Some(Some(encoded)) => (encoded.clone(), Some(encoding)),
            Some(None) => plain,
            None => {
                let file = Arc::clone(self);
                tokio::task::spawn_blocking(move || match encoding {
                    Encoding::Brotli => file.brotli.get_or_init(|| encode(&file)).is_some(),
                    Encoding::Gzip => file.gzip.get_or_init(|| encode(&file)).is_some(),
                });
                plain
            }
        }
    }
}

/// Answers with a file of the app.
pub async fn serve(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let message = "this path takes GET";
        return ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "wrong-method", message).into_response();
    }
    if server.app.folder.is_none() {
        let message = "No app is built here. `cargo xtask build` builds it; the relay works all the same.\n";
        return (StatusCode::NOT_FOUND, message).into_response();
    }
    let path = uri.path().to_owned();
    // The page names its files from the app's own folder, and what stands below another is not there.
    if let Some(code) = path.strip_prefix("/explain/").filter(|code| !code.is_empty() && !code.contains('/'))
    {
        return Redirect::temporary(&format!("/#/explain?code={code}")).into_response();
    }
    let found = tokio::task::spawn_blocking({
        let server = Arc::clone(&server);
        move || server.app.find(&path)
    });
    let Ok(Some((name, file))) = found.await else {
        return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    };
    answer(&name, &file, method == Method::HEAD, &headers)
}

fn answer(name: &Path, file: &Arc<File>, head_only: bool, headers: &HeaderMap) -> Response {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("");
    let (body, encoding) = file.body(Encoding::accepted(text(header::ACCEPT_ENCODING)));
    let etag = match encoding {
        Some(encoding) => format!("\"{}-{}\"", file.etag, encoding.name()),
        None => format!("\"{}\"", file.etag),
    };
    let known = text(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag);
    let caching = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let length = body.len();
        let body = if head_only { Body::empty() } else { Body::from(body) };
        ([(header::CONTENT_TYPE, file.media_type), (header::CONTENT_LENGTH, &length.to_string())], body)
            .into_response()
    };
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::ETAG, &etag);
    set(header::CACHE_CONTROL, caching);
    set(header::VARY, "Accept-Encoding");
    if let Some(encoding) = encoding.filter(|_| !known) {
        set(header::CONTENT_ENCODING, encoding.name());
    }
    // Workers take their policy from their own script, so scripts carry one as well as pages.
    let policy = file
        .policy
        .clone()
        .or_else(|| (file.media_type.starts_with("text/javascript")).then(|| content_security_policy("")));
    if let Some(policy) = policy {
        set(header::CONTENT_SECURITY_POLICY, &policy);
    }
    if name == Path::new(LETTER) {
        set(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    }
    response
}

/// The encoded copy beside a file, `app.js.br` or `app.js.gz`, where it is not older than the file.
fn encoded_beside(path: &Path, encoding: Encoding, changed: Option<SystemTime>) -> Option<Vec<u8>> {
    let ending = if encoding == Encoding::Brotli { ".br" } else { ".gz" };
    let mut name = path.file_name()?.to_os_string();
    name.push(ending);
    let copy = path.with_file_name(name);
    let its = std::fs::metadata(&copy).ok().filter(std::fs::Metadata::is_file)?.modified().ok();
    if its < changed {
        return None;
    }
    std::fs::read(copy).ok()
}

/// The path inside the folder; `None` for one that leads out of it.
fn relative(path: &str) -> Option<PathBuf> {
    let path = relays::percent_decode(path.trim_start_matches('/').as_bytes())?;
    if path.contains(['\\', '\0']) {
        return None;
    }
    let path = PathBuf::from(path);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

/// Whether a name holds the hash of its file, as Trunk writes it: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &Path) -> bool {
    let name = name.file_name().and_then(|name| name.to_str()).unwrap_or("");
    name.split(['-', '_', '.']).skip(1).any(|part| {
        (8..=64).contains(&part.len()) && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out() {
        assert_eq!(relative("/a/b.js").as_deref(), Some(Path::new("a/b.js")));
        assert_eq!(relative("/").as_deref(), Some(Path::new("")));
        for bad in ["/../x", "/a/../../x", "/%2e%2e/x", "/a%5c..%5cx", "/a%00"] {
            assert_eq!(relative(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_hashed_names_are_kept_for_good() {
        for hashed in ["app-0123456789abcdef.js", "app-0123456789abcdef_bg.wasm", "base-ab12cd34.css"] {
            assert!(is_hashed(Path::new(hashed)), "{hashed}");
        }
        for plain in ["index.html", "worker.js", "worker_bg.wasm", "worker_loader.js", "sw.js", "faced.css"] {
            assert!(!is_hashed(Path::new(plain)), "{plain}");
        }
    }
}
