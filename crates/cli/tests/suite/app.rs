//! The app's files as a browser gets them.

use crate::support::{Folder, Server, get};

const INDEX: &str = "<!doctype html><title>Postroom</title><script type=\"module\">alert(1)</script>";

fn app() -> Folder {
    let folder = Folder::new();
    folder.write("dist/index.html", INDEX);
    folder.write("dist/app-0123456789abcdef.js", "export const x = 1;\n".repeat(100));
    folder.write("dist/worker_bg.wasm", b"\0asm\x01\0\0\0");
    folder.write("dist/large.css", "body { color: red }\n".repeat(10_000));
    folder.write("secret.txt", "not for you");
    folder
}

#[test]
fn pages_files_and_what_is_missing() {
    let folder = app();
    let server = Server::start(folder.path(), &[]);
    for page in
        ["/", "/index.html", "/compose", "/recipients", "/explain/550", "/explain/5.7.26", "/explain?q=550"]
    {
        let answer = get(&server.url(page), &[]);
        assert_eq!((answer.status, answer.text()), (200, INDEX), "{page}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    let wasm = get(&server.url("/worker_bg.wasm"), &[]);
    assert_eq!((wasm.header("content-type"), wasm.header("cache-control")), ("application/wasm", "no-cache"));
    let script = get(&server.url("/app-0123456789abcdef.js"), &[]);
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(get(&server.url("/app-ffffffffffffffff.js"), &[]).status, 404);
    for out in ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"] {
        assert!(!get(&server.url(out), &[]).text().contains("not for you"), "{out}");
    }
}

#[test]
fn the_policy_allows_the_app_and_nothing_else() {
    let folder = app();
    let server = Server::start(folder.path(), &[]);
    let answer = get(&server.url("/compose"), &[]);
    let policy = answer.header("content-security-policy");
    for part in [
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
        "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|found| found == part), "{part} in {policy}");
    }
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    let api = get(&server.url("/api/v1/relay"), &[]);
    assert_eq!(api.header("cache-control"), "no-store");
    assert_eq!(api.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
}

#[test]
fn files_come_small_and_only_when_changed() {
    let folder = app();
    let server = Server::start(folder.path(), &[]);
    let url = server.url("/app-0123456789abcdef.js");
    let plain = get(&url, &[("Accept-Encoding", "identity")]);
    assert_eq!((plain.header("content-encoding"), plain.body.len()), ("", 2000));
    let brotli = get(&url, &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(brotli.header("content-encoding"), "br");
    assert!(brotli.body.len() < 200, "{}", brotli.body.len());
    let gzip = get(&url, &[("Accept-Encoding", "gzip")]);
    assert_eq!(gzip.header("content-encoding"), "gzip");

    let etag = brotli.header("etag").to_owned();
    assert_ne!(etag, plain.header("etag"));
    let known = get(&url, &[("Accept-Encoding", "br"), ("If-None-Match", &etag)]);
    assert_eq!((known.status, known.body.len()), (304, 0));

    // A large file is plain at first and encoded soon after.
    let large = server.url("/large.css");
    let encoded = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        get(&large, &[("Accept-Encoding", "br")]).header("content-encoding") == "br"
    });
    assert!(encoded);

    folder.write("dist/index.html", "<!doctype html><title>A new build</title>");
    assert!(get(&server.url("/"), &[]).text().contains("A new build"));
}

#[test]
fn the_frame_of_the_preview_has_a_policy_of_its_own() {
    let folder = app();
    folder.write("dist/letter.html", "<!doctype html><title>Letter</title>");
    let server = Server::start(folder.path(), &[]);
    let frame = get(&server.url("/letter.html"), &[]);
    let policy = frame.header("content-security-policy");
    assert!(policy.contains("img-src data: cid: blob: https: http:"), "{policy}");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(frame.header("x-frame-options"), "SAMEORIGIN");
    let page = get(&server.url("/"), &[]);
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert!(page.header("content-security-policy").contains("img-src 'self' data: blob: cid:;"));
}

#[test]
fn encoded_copies_beside_are_served() {
    let folder = app();
    let script = folder.path().join("dist/app-0123456789abcdef.js");
    let changed = std::fs::metadata(&script).unwrap().modified().unwrap();
    let beside = |ending: &str, content: &str, at: std::time::SystemTime| {
        let path = folder.write(&format!("dist/app-0123456789abcdef.js{ending}"), content);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
    };
    beside(".br", "as brotli", changed);
    // A copy of an older build is none.
    beside(".gz", "as gzip", changed - std::time::Duration::from_secs(60));
    let server = Server::start(folder.path(), &[]);
    let url = server.url("/app-0123456789abcdef.js");
    let brotli = get(&url, &[("Accept-Encoding", "br")]);
    assert_eq!((brotli.header("content-encoding"), brotli.text()), ("br", "as brotli"));
    let gzip = get(&url, &[("Accept-Encoding", "gzip")]);
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert_ne!(gzip.body, b"as gzip");
}
