//! How a caller shows who it is. Only whoever holds the key comes here, as the last thing before a request goes out.

mod sigv4;

use crate::preset::{Auth, Preset, PresetError, Settings};
use crate::request::HttpRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Adds the key to a request. `now` is in seconds since 1970.
///
/// # Errors
/// A key that is missing, or that has not the form which the relay needs.
pub fn sign(
    preset: &Preset,
    settings: &Settings,
    request: &mut HttpRequest,
    key: &str,
    now: i64,
) -> Result<(), PresetError> {
    let key = key.trim();
    if key.is_empty() {
        return if preset.auth.needs_key() {
            Err(PresetError::Key("the relay asks for a key"))
        } else {
            Ok(())
        };
    }
    if !key.bytes().all(|b| (0x21..0x7f).contains(&b)) {
        return Err(PresetError::Key("a key is printable characters without spaces"));
    }
    let (name, value) = match &preset.auth {
        Auth::None => return Ok(()),
        Auth::Bearer { .. } => ("Authorization".to_owned(), format!("Bearer {key}")),
        Auth::Header { name, before, .. } => (name.clone(), format!("{before}{key}")),
        Auth::Basic { user, .. } => {
            let pair = match user {
                Some(user) => format!("{user}:{key}"),
                None if key.contains(':') => key.to_owned(),
                None => return Err(PresetError::Key("the key is user and password with a colon between")),
            };
            ("Authorization".to_owned(), format!("Basic {}", STANDARD.encode(pair)))
        }
        Auth::Sigv4 { service } => {
            let region = settings.get("region").map_or("us-east-1", String::as_str);
            return sigv4::sign(request, key, region, service, now);
        }
    };
    request.headers.push((name, value));
    Ok(())
}
