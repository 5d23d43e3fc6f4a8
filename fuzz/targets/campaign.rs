//! A hostile campaign file says what is wrong with it; what is read of it is written and read again as the same.
#![no_main]

use engine::campaign::Campaign;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let campaign = Campaign::read(bytes).value;
    if campaign == Campaign::default() {
        return;
    }
    let again = Campaign::read(&campaign.write(0)).value;
    assert_eq!((&again.letter, &again.list), (&campaign.letter, &campaign.list));
});
