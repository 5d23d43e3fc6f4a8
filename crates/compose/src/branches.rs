//! The branches and loops of a letter, watched over many rows: a branch that no row takes is a mistake that no single
//! letter shows.

use crate::compile::TEXT_FIELD;
use crate::compiled::Compiled;
use crate::engine::environment;
use crate::row::Context;
use crate::tags::{self, Kind};
use diag::Span;
use minijinja::Environment;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What opens a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// `if` or `elif`.
    If,
    /// `else`, of an `if` or of a loop.
    Else,
    /// `for`.
    For,
}

/// A part of the letter that only some rows get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What opens it.
    pub opener: Opener,
    /// In which field, as diagnostics name it.
    pub field: Cow<'static, str>,
    /// The opening tag in that field.
    pub span: Span,
    /// The branch around it.
    parent: Option<usize>,
}

/// The watch over a letter's branches.
#[derive(Debug)]
pub struct Branches {
    env: Environment<'static>,
    /// The branches of each template that has any.
    templates: Vec<(String, Vec<usize>)>,
    all: Vec<Branch>,
    taken: Arc<[AtomicBool]>,
}

/// The function that a watched branch calls.
const TAKEN: &str = "__taken";

impl Compiled {
    /// A watch over this letter's branches, which has seen no row yet.
    pub fn branches(&self) -> Branches {
        let fields = self.fields.iter().map(|field| (field.name.clone(), field.source.text.as_str()));
        let by_hand = self.letter.text_by_hand().map(|text| (TEXT_FIELD.into(), text));
        let texts = fields.chain([("body".into(), self.letter.body.as_str())]).chain(by_hand);
        let (mut env, mut all, mut templates) = (environment(), Vec::new(), Vec::new());
        for (field, text) in texts {
            let first = all.len();
            let name = format!("watched {field}");
            let watched = watched(text, field, &mut all);
            if all.len() > first && env.add_template_owned(name.clone(), watched).is_ok() {
                templates.push((name, (first..all.len()).collect()));
            } else {
                all.truncate(first);
            }
        }
        let taken: Arc<[AtomicBool]> = all.iter().map(|_| AtomicBool::new(false)).collect();
        let seen = Arc::clone(&taken);
        env.add_function(TAKEN, move |number: usize| {
            if let Some(taken) = seen.get(number) {
                taken.store(true, Ordering::Relaxed);
            }
            ""
        });
        Branches { env, templates, all, taken }
    }
}

impl Branches {
    /// Looks which branches a row takes. A row that can't be merged takes those before its error.
    pub fn watch(&self, cx: &Context) {
        for (name, branches) in &self.templates {
            if branches.iter().all(|number| self.is_taken(*number)) {
                continue;
            }
            if let Ok(template) = self.env.get_template(name) {
                // The merge itself says what is wrong with the row.
                let _ = template.render_captured_to(cx.root(), std::io::sink());
            }
        }
    }

    /// All branches, in the order of the fields and their texts.
    pub fn all(&self) -> &[Branch] {
        &self.all
    }

    /// Whether a row took the branch of this number.
    pub fn is_taken(&self, number: usize) -> bool {
        self.taken.get(number).is_some_and(|taken| taken.load(Ordering::Relaxed))
    }

    /// The branches that no row took, without those that stand in another such branch.
    pub fn untaken(&self) -> impl Iterator<Item = &Branch> {
        let reached = |branch: &Branch| branch.parent.is_none_or(|parent| self.is_taken(parent));
        let all = self.all.iter().enumerate();
        all.filter(move |(number, branch)| !self.is_taken(*number) && reached(branch))
            .map(|(_, branch)| branch)
    }
}

/// The text with a call at the start of each branch; the branches are added to `all`.
fn watched(text: &str, field: Cow<'static, str>, all: &mut Vec<Branch>) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    // The open blocks, each with its branch where it has one.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut at = 0;
    for tag in tags::find(text) {
        out.push_str(text.get(at..tag.span.end).unwrap_or(""));
        at = tag.span.end;
        if tag.kind != Kind::Statement {
            continue;
        }
        let keyword = tag.keyword(text);
        let opener = match keyword {
            "if" | "elif" => Some(Opener::If),
            "else" => Some(Opener::Else),
            "for" => Some(Opener::For),
            _ => None,
        };
        if matches!(keyword, "elif" | "else") || keyword.starts_with("end") {
            open.pop();
        }
        let Some(opener) = opener else { continue };
        let parent = open.iter().rev().find_map(|branch| *branch);
        out.push_str(&format!("{{{{ {TAKEN}({}) }}}}", all.len()));
        open.push(Some(all.len()));
        all.push(Branch { opener, field: field.clone(), span: tag.span.clone().into(), parent });
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use crate::{Cells, Letter};
    use std::sync::Arc;

    #[derive(Debug)]
    struct Plans(Vec<String>, Vec<&'static str>);

    impl Cells for Plans {
        fn columns(&self) -> &[String] {
            &self.0
        }

        fn rows(&self) -> usize {
            self.1.len()
        }

        fn cell(&self, row: usize, _column: usize) -> &str {
            self.1[row]
        }
    }

    #[track_caller]
    fn check(body: &str, plans: &[&'static str], untaken: &[&str]) {
        let cells: Arc<dyn Cells> = Arc::new(Plans(vec!["plan".into()], plans.to_vec()));
        let letter = Letter { body: body.into(), ..Letter::default() };
        let compiled = crate::compile(&letter, cells.columns()).value.unwrap();
        let branches = compiled.branches();
        (0..cells.rows()).for_each(|row| branches.watch(&compiled.context(&cells, row)));
        let found: Vec<&str> = branches.untaken().map(|branch| branch.span.of(body).unwrap()).collect();
        assert_eq!(found, untaken, "{body}");
    }

    #[test]
    fn branches_that_no_row_takes_are_found() {
        let body = "{% if plan == 'gold' %}a{% elif plan == 'sliver' %}b{% else %}c{% endif %}";
        check(body, &["gold", "free"], &["{% elif plan == 'sliver' %}"]);
        check(body, &["gold"], &["{% elif plan == 'sliver' %}", "{% else %}"]);
        check("{% set x %}{% if plan %}a{% endif %}{% endset %}{{ x }}", &["gold"], &[]);
    }

    #[test]
    fn loops_over_nothing_are_found() {
        check(
            "{% for x in plan.split() %}{{ x }}{% else %}none{% endfor %}",
            &[""],
            &["{% for x in plan.split() %}"],
        );
        check("{% for x in plan.split() %}{{ x }}{% endfor %}", &["", "a"], &[]);
    }

    #[test]
    fn what_stands_in_an_untaken_branch_is_not_told_again() {
        check("{% if plan == 'x' %}{% if plan %}a{% endif %}{% endif %}", &["a"], &["{% if plan == 'x' %}"]);
    }
}
