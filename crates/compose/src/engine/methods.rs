//! The methods of texts that Jinja2's users know from Python: `{{ name.upper() }}`, `{% for x in list.split(",") %}`.

use minijinja::value::{Kwargs, Rest, Value, ValueKind, from_args};
use minijinja::{Error, ErrorKind, State};

/// The methods that exist, for hints.
pub(crate) const METHODS: &[&str] = &[
    "capitalize",
    "count",
    "endswith",
    "find",
    "get",
    "isalpha",
    "isdigit",
    "items",
    "join",
    "keys",
    "lower",
    "lstrip",
    "replace",
    "rstrip",
    "split",
    "splitlines",
    "startswith",
    "strip",
    "title",
    "upper",
    "values",
];

/// Answers a method call that the engine itself does not know.
pub(super) fn call(
    state: &mut State<'_, '_>,
    value: &Value,
    method: &str,
    args: &[Value],
) -> Result<Value, Error> {
    match value.kind() {
        ValueKind::String => text(state, value, method, args),
        ValueKind::Map => map(value, method, args),
        _ => Err(Error::from(ErrorKind::UnknownMethod)),
    }
}

fn text(state: &mut State<'_, '_>, value: &Value, method: &str, args: &[Value]) -> Result<Value, Error> {
    let text = value.as_str().unwrap_or("");
    let strip = |start: bool, end: bool| -> Result<Value, Error> {
        let (chars,): (Option<&str>,) = from_args(args)?;
        let drop = |c: char| chars.map_or(c.is_whitespace(), |chars| chars.contains(c));
        let out = if start { text.trim_start_matches(drop) } else { text };
        Ok(Value::from(if end { out.trim_end_matches(drop) } else { out }))
    };
    match method {
        "upper" | "lower" | "title" | "capitalize" => {
            let () = from_args(args)?;
            state.apply_filter(method, std::slice::from_ref(value))
        }
        "strip" => strip(true, true),
        "lstrip" => strip(true, false),
        "rstrip" => strip(false, true),
        "split" => {
            // The engine's filter charges its work against the limit.
            let mut all = vec![value.clone()];
            all.extend(args.iter().cloned());
            let parts = state.apply_filter("split", &all)?;
            state.apply_filter("list", &[parts])
        }
        "splitlines" => {
            let _: (Rest<Value>, Kwargs) = from_args(args)?;
            state.apply_filter("lines", std::slice::from_ref(value))
        }
        "replace" => {
            let mut all = vec![value.clone()];
            all.extend(args.iter().cloned());
            state.apply_filter("replace", &all)
        }
        "join" => {
            let (list,): (Value,) = from_args(args)?;
            state.apply_filter("join", &[list, value.clone()])
        }
        "startswith" => from_args(args).map(|(part,): (&str,)| Value::from(text.starts_with(part))),
        "endswith" => from_args(args).map(|(part,): (&str,)| Value::from(text.ends_with(part))),
        "count" => from_args(args).map(|(part,): (&str,)| Value::from(text.matches(part).count())),
        "find" => from_args(args).map(|(part,): (&str,)| {
            let place = text.find(part).and_then(|at| text.get(..at)).map(|before| before.chars().count());
            Value::from(place.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1))
        }),
        "isdigit" => Ok(Value::from(!text.is_empty() && text.chars().all(char::is_numeric))),
        "isalpha" => Ok(Value::from(!text.is_empty() && text.chars().all(char::is_alphabetic))),
        _ => Err(Error::from(ErrorKind::UnknownMethod)),
    }
}

fn map(value: &Value, method: &str, args: &[Value]) -> Result<Value, Error> {
    let keys = || value.try_iter().map(|keys| keys.collect::<Vec<Value>>());
    match method {
        "get" => {
            let (key, other): (Value, Option<Value>) = from_args(args)?;
            let found = value.get_item(&key)?;
            Ok(if found.is_undefined() { other.unwrap_or_else(|| Value::from(())) } else { found })
        }
        "keys" => Ok(Value::from(keys()?)),
        "values" => {
            Ok(Value::from(keys()?.iter().map(|k| value.get_item(k)).collect::<Result<Vec<_>, _>>()?))
        }
        "items" => {
            let pair = |key: &Value| value.get_item(key).map(|v| Value::from(vec![key.clone(), v]));
            Ok(Value::from(keys()?.iter().map(pair).collect::<Result<Vec<_>, _>>()?))
        }
        _ => Err(Error::from(ErrorKind::UnknownMethod)),
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::environment;
    use minijinja::context;

    #[test]
    fn methods_do_what_python_does() {
        let env = environment();
        for (expression, expected) in [
            ("' a '.strip()", "a"),
            ("'xxa'.lstrip('x')", "a"),
            ("'a,b'.split(',')|join('+')", "a+b"),
            ("'a b  c'.split()|length", "3"),
            ("'ab'.upper() ~ 'AB'.lower() ~ 'ab cd'.title()", "ABabAb Cd"),
            ("'aXa'.replace('X', '-')", "a-a"),
            ("'ab'.startswith('a') and not 'ab'.endswith('a')", "True"),
            ("'héé'.find('é')", "1"),
            ("','.join(['a', 'b'])", "a,b"),
            ("m.get('a') ~ m.get('b', 2)", "12"),
            ("m.items()|length", "1"),
        ] {
            let found = env.render_str(&format!("{{{{ {expression} }}}}"), context!(m => context!(a => 1)));
            assert_eq!(found.as_deref().unwrap_or("error"), expected, "{expression}: {found:?}");
        }
    }
}
