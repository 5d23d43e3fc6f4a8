//! An address that is valid is still valid, and the same, when it is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::{Address, Mailbox};

fuzz_target!(|text: &str| {
    if let Ok(address) = Address::parse(text) {
        let written = address.to_string();
        assert_eq!(Address::parse(&written).as_ref(), Ok(&address), "{written:?}");
    }
    if let Ok(mailbox) = Mailbox::parse(text) {
        let written = mailbox.to_string();
        assert_eq!(Mailbox::parse(&written).as_ref(), Ok(&mailbox), "{written:?}");
    }
});
