//! Short texts, of which a letter has hundreds. In wasm a copy of a length that is not known before is a call, and costs
//! more than the text. Two copies of a known length that overlap cost little.

/// Appends a text.
#[inline]
pub(super) fn append(out: &mut Vec<u8>, text: &[u8]) {
    match text.len() {
        0..4 => text.iter().for_each(|octet| out.push(*octet)),
        4..8 => twice::<4>(out, text),
        8..16 => twice::<8>(out, text),
        16..=32 => twice::<16>(out, text),
        33..=64 => twice::<32>(out, text),
        _ => out.extend_from_slice(text),
    }
}

/// Appends a text of `N` to `2 * N` octets.
#[inline(always)]
fn twice<const N: usize>(out: &mut Vec<u8>, text: &[u8]) {
    let (Some(first), Some(last)) = (text.first_chunk::<N>(), text.last_chunk::<N>()) else { return };
    let end = out.len() + text.len();
    out.extend_from_slice(first);
    // Too much, so that there is room for the end wherever it begins.
    out.extend_from_slice(last);
    out.truncate(end);
    if let Some(place) = out.last_chunk_mut::<N>() {
        *place = *last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_appended() {
        let text: Vec<u8> = (0..100).collect();
        for length in 0..text.len() {
            let mut out = b"before".to_vec();
            append(&mut out, &text[..length]);
            assert_eq!(out, [b"before", &text[..length]].concat());
        }
    }
}
