//! Text whose paragraphs a program broke into lines (`format=flowed`, RFC 3676), with each paragraph in one line again.

/// The line before a signature, which is never joined to another (RFC 3676 §4.3).
const SIGNATURE: &str = "-- ";

/// The text with its soft line breaks taken out. `delete_space`: the space before them is no part of the text (`DelSp`,
/// RFC 3676 §4.1). Quoted lines begin with `> ` for each depth.
pub(super) fn unflow(text: &str, delete_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // The depth of the paragraph that the next line may go on with.
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let quoted = line.trim_start_matches('>');
        let depth = line.len() - quoted.len();
        // The space that keeps a line from being read as a quote (RFC 3676 §4.4).
        let content = quoted.strip_prefix(' ').unwrap_or(quoted);
        if open.is_some_and(|open| open != depth || content == SIGNATURE) {
            // A paragraph that ends with a soft break ends there all the same (RFC 3676 §4.5).
            end_paragraph(&mut out);
            open = None;
        }
        if open.is_none() {
            out.extend(std::iter::repeat_n("> ", depth));
        }
        match content.strip_suffix(' ').filter(|_| content != SIGNATURE) {
            Some(without) => {
                out.push_str(if delete_space { without } else { content });
                open = Some(depth);
            }
            None => {
                if content.is_empty() && open.is_some() {
                    out.truncate(out.trim_end_matches(' ').len());
                }
                out.push_str(content);
                out.push_str(end);
                open = None;
            }
        }
    }
    if open.is_some() {
        end_paragraph(&mut out);
    }
    out
}

fn end_paragraph(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(flowed: &str, expected: &str) {
        assert_eq!(unflow(flowed, false), expected, "{flowed:?}");
    }

    #[test]
    fn paragraphs_are_one_line_again() {
        check("One \ntwo \nthree\n\nfour", "One two three\n\nfour");
        check("One \n", "One\n");
        check("One \n\ntwo", "One\ntwo");
        check("fixed\nlines\n", "fixed\nlines\n");
    }

    #[test]
    fn spaces_that_protect_a_line_are_taken_out() {
        check(" > no quote\n From here\n   two\n", "> no quote\nFrom here\n  two\n");
    }

    #[test]
    fn quotes_are_joined_in_their_depth_alone() {
        check("> One \n> two\n>> three \n>four\nfive", "> One two\n> > three\n> four\nfive");
    }

    #[test]
    fn a_signature_stays_apart() {
        check("Yours, \nAnn \n-- \nAnn Lee \nOslo", "Yours, Ann\n-- \nAnn Lee Oslo");
    }

    #[test]
    fn spaces_are_deleted_where_the_text_says_so() {
        assert_eq!(unflow("日本 \n語 \n", true), "日本語\n");
        assert_eq!(unflow("two  \nwords", true), "two words");
    }

    /// As a mail program breaks text, after every few words.
    fn flow(text: &str, words: usize) -> String {
        let mut out = String::new();
        for line in text.split_inclusive('\n') {
            let mut count = 0;
            let stuff = |rest: &str| if rest.starts_with([' ', '>']) { " " } else { "" };
            out.push_str(stuff(line));
            for (at, c) in line.char_indices() {
                out.push(c);
                count += usize::from(c == ' ');
                if c == ' ' && count == words {
                    count = 0;
                    out.push('\n');
                    out.push_str(stuff(&line[at + 1..]));
                }
            }
        }
        out
    }

    proptest! {
        #[test]
        fn what_was_broken_is_joined(text in "([a>. ]{0,30}[a>.]\n|\n){0,6}", words in 1..4usize) {
            prop_assert_eq!(unflow(&flow(&text, words), false), text);
        }
    }
}
