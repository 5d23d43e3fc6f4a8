//! Blocklists and providers' tags, and what to do about each.

/// Blocklists by the zone that answers name: zone, name, page that looks up and removes.
pub(super) const LISTS: [(&str, &str, &str); 19] = [
    (
        "spamhaus pbl",
        "Spamhaus PBL (addresses that should not send mail themselves)",
        "https://check.spamhaus.org",
    ),
    ("spamhaus dbl", "Spamhaus DBL (domains)", "https://check.spamhaus.org"),
    ("invaluement", "Invaluement", "https://www.invaluement.com/lookup/"),
    ("dbl.spamhaus.org", "Spamhaus DBL (domains)", "https://check.spamhaus.org"),
    ("spamhaus", "Spamhaus", "https://check.spamhaus.org"),
    ("spamcop", "SpamCop", "https://www.spamcop.net/bl.shtml"),
    ("barracuda", "Barracuda Reputation Block List", "https://www.barracudacentral.org/rbl/removal-request"),
    ("uceprotect", "UCEPROTECT", "https://www.uceprotect.net/en/rblcheck.php"),
    ("abuseat", "CBL, now Spamhaus XBL", "https://check.spamhaus.org"),
    ("surbl", "SURBL (links)", "https://surbl.org/surbl-analysis"),
    ("uribl", "URIBL (links)", "https://lookup.uribl.com"),
    ("psbl", "PSBL", "https://psbl.org/remove"),
    ("spamrats", "SpamRATS", "https://spamrats.com/removal.php"),
    ("mailspike", "Mailspike", "https://mailspike.io/ip_verify"),
    ("abusix", "Abusix", "https://lookup.abusix.com"),
    ("backscatterer", "Backscatterer", "https://www.backscatterer.org"),
    ("manitu", "NiX Spam (closed in 2025)", ""),
    ("sorbs", "SORBS (closed in 2024)", ""),
    ("cloudmark", "Cloudmark Sender Intelligence", "https://csi.cloudmark.com/reset-request"),
];

/// Tags that providers put into their words, and where they are explained.
pub(super) const TAGS: [(&str, &str); 9] = [
    (
        "tss04",
        "Tag TSS04: Yahoo delays this server because of its volume or of complaints; join the Complaint Feedback Loop at https://senders.yahooinc.com.",
    ),
    (
        "ts03",
        "Tag TS03: Yahoo refuses this server for now; ask through https://senders.yahooinc.com/contact.",
    ),
    (
        "s3150",
        "Tag S3150: the server's network is on Microsoft's own list; ask at https://olcsupport.office.com to have the IP address looked at.",
    ),
    (
        "s3140",
        "Tag S3140: the server's network is on Microsoft's own list; ask at https://olcsupport.office.com to have the IP address looked at.",
    ),
    ("s3115", "Tag S3115: open fewer connections at a time to Microsoft's servers."),
    (
        "s775",
        "Tag S775: register the IP address at Microsoft's SNDS (https://sendersupport.olc.protection.outlook.com/snds/) and look at its complaints.",
    ),
    (
        "as16012607",
        "AS16012607: the recipient's organisation has put your server on its own block list; only its administrator can change that.",
    ),
    ("bl21", "Tag BL21: Yahoo follows a Spamhaus listing; be delisted there first."),
    ("bl23", "Tag BL23: Yahoo follows a Spamhaus listing; be delisted there first."),
];
