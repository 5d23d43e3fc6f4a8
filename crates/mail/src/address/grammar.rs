//! The strict grammar: `Mailbox` of RFC 5321 §4.1.2 with RFC 6531 §3.3, and nothing around it.

use super::error::AddressError;
use super::{Address, domain, local};

/// The most octets of an address: the path of RFC 5321 §4.5.3.1.3 is 256 with its angle brackets.
const MAX_ADDRESS: usize = 254;

/// Reads an address, or says what keeps it from being one in the grammar's own words.
pub(super) fn read(text: &str) -> Result<Address, AddressError> {
    if text.trim().is_empty() {
        return Err(AddressError::new(
            "address-empty",
            0..text.len(),
            "expected an address, but found nothing",
            "write the address, or leave the row out",
        ));
    }
    if !text.contains('@') {
        return Err(no_at(text));
    }
    let (local, at) = local::read(text)?;
    let domain = domain::read(text, at + 1)?;
    let length = local.len() + 1 + domain.len();
    if length > MAX_ADDRESS {
        return Err(AddressError::new(
            "address-too-long",
            0..text.len(),
            format!("expected at most {MAX_ADDRESS} octets, but found {length}"),
            "ask the reader for the right address; no server takes a longer one",
        ));
    }
    Ok(Address { local: local.into_owned(), domain })
}

pub(super) fn no_at(text: &str) -> AddressError {
    AddressError::new(
        "address-no-at",
        0..text.len(),
        "expected an @ between the name and the domain, but found none",
        "write the address as name@domain",
    )
}
