//! AWS Signature Version 4, as far as a POST without a query needs it.

use crate::preset::PresetError;
use crate::request::HttpRequest;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Signs a request. The key is `ID:SECRET` or `ID:SECRET:TOKEN`.
pub(super) fn sign(
    request: &mut HttpRequest,
    key: &str,
    region: &str,
    service: &str,
    now: i64,
) -> Result<(), PresetError> {
    let mut parts = key.splitn(3, ':');
    let (Some(id), Some(secret)) = (parts.next(), parts.next()) else {
        return Err(PresetError::Key("the key is ACCESS_KEY_ID:SECRET_ACCESS_KEY"));
    };
    let (host, path) = host_and_path(&request.url);
    let moment = moment(now);
    let day = moment.get(..8).unwrap_or_default();
    request.headers.push(("X-Amz-Date".to_owned(), moment.clone()));
    if let Some(token) = parts.next() {
        request.headers.push(("X-Amz-Security-Token".to_owned(), token.to_owned()));
    }
    let mut signed: Vec<(String, String)> = vec![("host".to_owned(), host)];
    let of_request = |name: &str| name == "content-type" || name.starts_with("x-amz-");
    signed.extend(
        request
            .headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .filter(|(name, _)| of_request(name)),
    );
    signed.sort();
    let names = signed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";");
    let headers: String = signed.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical =
        format!("{}\n{path}\n\n{headers}\n{names}\n{}", request.method, hex(&Sha256::digest(&request.body)));
    let scope = format!("{day}/{region}/{service}/aws4_request");
    let to_sign = format!("{ALGORITHM}\n{moment}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let mut signing = mac(format!("AWS4{secret}").as_bytes(), day);
    for part in [region, service, "aws4_request"] {
        signing = mac(&signing, part);
    }
    let signature = hex(&mac(&signing, &to_sign));
    request.headers.push((
        "Authorization".to_owned(),
        format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}"),
    ));
    Ok(())
}

/// The Host header of a URL, without the scheme's own port as clients send it, and its path.
fn host_and_path(url: &str) -> (String, String) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let (host, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, "/"),
    };
    let port = if scheme == "https" { ":443" } else { ":80" };
    (host.strip_suffix(port).unwrap_or(host).to_ascii_lowercase(), path.to_owned())
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length (RFC 2104 §2), so there is no error to meet.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A moment as `20150830T123600Z`.
fn moment(now: i64) -> String {
    let (days, seconds) = (now.div_euclid(86_400), now.rem_euclid(86_400));
    // The civil calendar of a day number, with years that begin in March.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(method: &'static str, expected: &str) {
        // The vectors get-vanilla and post-vanilla of AWS's own test suite for Signature Version 4.
        let mut request = HttpRequest {
            method,
            url: "https://example.amazonaws.com/".into(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        let key = "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
        sign(&mut request, key, "us-east-1", "service", 1_440_938_160).unwrap();
        let value = &request.headers.last().unwrap().1;
        assert_eq!(
            value,
            &format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature={expected}"
            )
        );
    }

    #[test]
    fn the_published_vectors_hold() {
        check("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        check("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }

    #[test]
    fn moments_are_written() {
        assert_eq!(moment(0), "19700101T000000Z");
        assert_eq!(moment(951_782_400), "20000229T000000Z");
        assert_eq!(moment(1_440_938_160), "20150830T123600Z");
    }
}
