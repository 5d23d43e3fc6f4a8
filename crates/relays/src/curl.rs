//! A request as a command for `curl`, to be read, copied and tried.

use crate::preset::{Auth, Preset, Settings};
use crate::request::HttpRequest;

/// The command for a request without its key; the key comes from the environment, as `POSTROOM_KEY`.
pub fn curl(preset: &Preset, settings: &Settings, request: &HttpRequest) -> String {
    let mut lines = vec![format!("curl --request {} {}", request.method, quoted(request.url.as_bytes()))];
    let headers = request.headers.iter().map(|(name, value)| {
        // `Name;` is how curl sends a header without a value.
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        format!("--header {}", quoted(header.as_bytes()))
    });
    lines.extend(headers);
    match &preset.auth {
        Auth::None => {}
        Auth::Bearer { .. } => lines.push("--header \"Authorization: Bearer $POSTROOM_KEY\"".to_owned()),
        Auth::Header { name, before, .. } => {
            lines.push(format!("--header \"{name}: {before}$POSTROOM_KEY\""))
        }
        Auth::Basic { user: Some(user), .. } => lines.push(format!("--user \"{user}:$POSTROOM_KEY\"")),
        Auth::Basic { user: None, .. } => lines.push("--user \"$POSTROOM_KEY\"".to_owned()),
        Auth::Sigv4 { service } => {
            let region = settings.get("region").map_or("us-east-1", String::as_str);
            lines.push(format!("--aws-sigv4 {}", quoted(format!("aws:amz:{region}:{service}").as_bytes())));
            lines.push("--user \"$POSTROOM_KEY\"".to_owned());
        }
    }
    if !request.body.is_empty() {
        lines.push(format!("--data-binary {}", quoted(&request.body)));
    }
    lines.join(" \\\n  ")
}

/// A word for the shell: in plain quotes where nothing needs escaping, or else in `$'…'` of bash and zsh, where line
/// ends and other bytes have names that survive copying.
fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = bytes.iter().all(|b| *b >= 0x20 && *b != 0x7f && *b != b'\'');
    if plain && text.len() == bytes.len() {
        return format!("'{text}'");
    }
    let mut out = String::from("$'");
    for byte in bytes {
        match byte {
            b'\r' => out.push_str("\\r"),
            b'\n' => out.push_str("\\n"),
            b'\\' => out.push_str("\\\\"),
            b'\'' => out.push_str("\\'"),
            0x20..0x7f => out.push(char::from(*byte)),
            other => out.push_str(&format!("\\x{other:02x}")),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_survive_the_shell() {
        assert_eq!(quoted(b"{\"a\": \"$HOME `x`\"}"), "'{\"a\": \"$HOME `x`\"}'");
        assert_eq!(quoted("ü".as_bytes()), "'ü'");
        assert_eq!(quoted(b"it's\r\n\\x"), "$'it\\'s\\r\\n\\\\x'");
        assert_eq!(quoted(b"\xff"), "$'\\xff'");
    }
}
