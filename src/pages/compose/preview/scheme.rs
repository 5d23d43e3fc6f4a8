//! Light or dark, as the view wants it: a frame sees the scheme of the whole browser and can't be told another, so the
//! questions that the letter's styles ask about it are answered in the shown copy.

const DARK: [&str; 2] = ["prefers-color-scheme:dark", "prefers-color-scheme: dark"];
const LIGHT: [&str; 2] = ["prefers-color-scheme:light", "prefers-color-scheme: light"];
const EITHER: [&str; 2] = ["color-scheme:light dark", "color-scheme: light dark"];

/// A question that is always answered with yes, and one that never is.
const YES: &str = "min-width:0px";
const NO: &str = "max-width:0px";

/// The letter as it is seen in the dark or in the light.
pub fn seen(html: &str, dark: bool) -> String {
    let (for_dark, for_light, scheme) =
        if dark { (YES, NO, "color-scheme:dark") } else { (NO, YES, "color-scheme:light") };
    let mut seen = html.to_owned();
    for (questions, answer) in [(DARK, for_dark), (LIGHT, for_light), (EITHER, scheme)] {
        for question in questions {
            if seen.contains(question) {
                seen = seen.replace(question, answer);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_about_the_scheme_are_answered() {
        let letter = ":root{color-scheme:light dark} @media (prefers-color-scheme: dark){a{}} @media (prefers-color-scheme:light){b{}}";
        assert_eq!(
            seen(letter, true),
            ":root{color-scheme:dark} @media (min-width:0px){a{}} @media (max-width:0px){b{}}"
        );
        assert_eq!(
            seen(letter, false),
            ":root{color-scheme:light} @media (max-width:0px){a{}} @media (min-width:0px){b{}}"
        );
    }
}
