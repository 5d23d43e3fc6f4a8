//! A secret that outlives the tab only encrypted under a passphrase (WebCrypto: PBKDF2 and AES-GCM). Whoever has the
//! browser's files has to guess the passphrase.

use super::files::words;
use super::store::Store;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// Rounds of PBKDF2 with SHA-256, as OWASP asks for.
const ROUNDS: u32 = 600_000;
/// Bytes of the salt, and of AES-GCM's nonce (NIST SP 800-38D §8.2).
const SALT: u32 = 16;
const NONCE: u32 = 12;

/// Whether the store holds a secret of this name.
pub async fn has(store: &Store, name: &str) -> bool {
    matches!(store.get(&place(name)).await, Ok(Some(_)))
}

/// Forgets it.
///
/// # Errors
/// The browser's words.
pub async fn forget(store: &Store, name: &str) -> Result<(), String> {
    store.put(&place(name), None).await
}

/// Keeps a secret. The name is bound to it: what was kept under one name opens under no other.
///
/// # Errors
/// The browser has no cryptography for this page, or can't store.
pub async fn keep(store: &Store, name: &str, passphrase: &str, secret: &str) -> Result<(), String> {
    let (salt, nonce) = (dice(SALT)?, dice(NONCE)?);
    let key = key_of(passphrase, &salt, ROUNDS, "encrypt").await?;
    let secret = Uint8Array::from(secret.as_bytes());
    let sealed = subtle()?
        .encrypt_with_object_and_buffer_source(&cipher(name, &nonce), &key, &secret)
        .map_err(words)?;
    let sealed = JsFuture::from(sealed).await.map_err(words)?;
    let kept = object(&[
        ("rounds", &ROUNDS.into()),
        ("salt", &salt),
        ("nonce", &nonce),
        ("sealed", &Uint8Array::new(&sealed)),
    ]);
    store.put(&place(name), Some(&kept)).await
}

/// Opens a secret.
///
/// # Errors
/// There is none, or the passphrase is another.
pub async fn open(store: &Store, name: &str, passphrase: &str) -> Result<String, String> {
    let kept = store.get(&place(name)).await?.ok_or("no key is kept here")?;
    let part = |name: &str| Reflect::get(&kept, &name.into()).map_err(words);
    let bytes =
        |value: JsValue| value.dyn_into::<Uint8Array>().map_err(|_| "the kept key is damaged".to_owned());
    let (salt, nonce, sealed) = (bytes(part("salt")?)?, bytes(part("nonce")?)?, bytes(part("sealed")?)?);
    let rounds = part("rounds")?.as_f64().unwrap_or_default() as u32;
    let key = key_of(passphrase, &salt, rounds, "decrypt").await?;
    let opened = subtle()?
        .decrypt_with_object_and_buffer_source(&cipher(name, &nonce), &key, &sealed)
        .map_err(words)?;
    let opened = JsFuture::from(opened).await.map_err(|_| "this is not the passphrase".to_owned())?;
    String::from_utf8(Uint8Array::new(&opened).to_vec()).map_err(|_| "the kept key is damaged".into())
}

fn place(name: &str) -> String {
    ["key:", name].concat()
}

/// The browser's cryptography; pages that came neither by https nor from this machine have none.
fn subtle() -> Result<SubtleCrypto, String> {
    let window = gloo::utils::window();
    let crypto = window.crypto().ok().filter(|_| window.is_secure_context());
    crypto.map(|crypto| crypto.subtle()).ok_or_else(|| "a page without https can keep no key".into())
}

fn dice(count: u32) -> Result<Uint8Array, String> {
    let bytes = Uint8Array::new_with_length(count);
    let crypto = gloo::utils::window().crypto().map_err(words)?;
    crypto.get_random_values_with_array_buffer_view(&bytes).map_err(words)?;
    Ok(bytes)
}

/// The key that a passphrase makes.
async fn key_of(passphrase: &str, salt: &Uint8Array, rounds: u32, usage: &str) -> Result<CryptoKey, String> {
    let subtle = subtle()?;
    let bytes = Uint8Array::from(passphrase.as_bytes());
    let base = subtle
        .import_key_with_str("raw", &bytes, "PBKDF2", false, &Array::of1(&"deriveKey".into()))
        .map_err(words)?;
    let base: CryptoKey = JsFuture::from(base).await.map_err(words)?.unchecked_into();
    let by = object(&[
        ("name", &"PBKDF2".into()),
        ("hash", &"SHA-256".into()),
        ("salt", salt),
        ("iterations", &rounds.into()),
    ]);
    let wanted = object(&[("name", &"AES-GCM".into()), ("length", &256.into())]);
    let key = subtle
        .derive_key_with_object_and_object(&by, &base, &wanted, false, &Array::of1(&usage.into()))
        .map_err(words)?;
    Ok(JsFuture::from(key).await.map_err(words)?.unchecked_into())
}

fn cipher(name: &str, nonce: &Uint8Array) -> Object {
    let bound = Uint8Array::from(name.as_bytes());
    object(&[("name", &"AES-GCM".into()), ("iv", nonce), ("additionalData", &bound)])
}

fn object(members: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // The object is our own, so setting its members can't fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
