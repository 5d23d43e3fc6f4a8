//! Headings for groups of rows.

/// What a code means, in a few plain words.
pub(crate) fn title(code: &str) -> &'static str {
    match code {
        "row-empty" => "Empty row",
        "row-no-address-column" => "No address column chosen",
        "row-duplicate" => "Duplicate",
        "row-near-duplicate" => "Probably the same mailbox as another row",
        "row-suppressed" => "On the suppression list",
        "row-segment" => "Not in the segment",
        "row-by-hand" => "Set aside by hand",
        "row-long" => "More cells than columns",
        "row-short" => "Fewer cells than columns",
        "row-stray-quote" => "Quotation mark out of place",
        other => mail::address::title(other),
    }
}
