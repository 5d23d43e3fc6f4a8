//! Templates of other tools, brought into the letters' own language.

/// A template with its tags as letters have them. `None` for a dialect that is not known.
///
/// Liquid and Nunjucks share the tags that letters use. Marks in guillemets are `«field»`, `«if field»`, `«else»`,
/// `«/if»`, `«each list»`, `«.field»`, `«/each»`.
pub fn translated(template: &str, dialect: &str) -> Option<String> {
    match dialect {
        "" | "jinja" | "jinja2" | "minijinja" | "liquid" | "nunjucks" => Some(marks(template)),
        _ => None,
    }
}

/// The marks in guillemets as tags; what is none stays.
fn marks(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + template.len() / 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('«') {
        out.push_str(before);
        let mark = after.split_once('»').and_then(|(mark, after)| Some((tag(mark)?, after)));
        match mark {
            Some((tag, after)) => {
                out.push_str(&tag);
                rest = after;
            }
            None => {
                out.push('«');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn tag(mark: &str) -> Option<String> {
    let name = |name: &str| {
        let name = name.trim();
        let word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        word.then(|| name.to_owned())
    };
    Some(match mark.trim() {
        "else" => "{% else %}".to_owned(),
        "/if" => "{% endif %}".to_owned(),
        "/each" => "{% endfor %}".to_owned(),
        mark => match mark.split_once(' ') {
            Some(("if", field)) => format!("{{% if {} %}}", name(field)?),
            Some(("each", list)) => format!("{{% for it in {} %}}", name(list)?),
            _ => match mark.strip_prefix('.') {
                Some(field) => format!("{{{{ it.{} }}}}", name(field)?),
                None => format!("{{{{ {} }}}}", name(mark)?),
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_tags() {
        assert_eq!(
            translated("«a»«if b»x«else»y«/if»«each c»«.d»«/each» «no mark» « 5 {{ e }}", "liquid").unwrap(),
            "{{ a }}{% if b %}x{% else %}y{% endif %}{% for it in c %}{{ it.d }}{% endfor %} «no mark» « 5 {{ e }}"
        );
        assert_eq!(translated("x", "velocity"), None);
    }
}
