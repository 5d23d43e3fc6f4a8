//! Undo and redo: whole states, typing gathered into steps of a breath each.

/// Steps kept; older ones are forgotten.
const DEPTH: usize = 200;

/// Edits of one field that follow each other within this time are one step, in milliseconds.
const BREATH_MILLIS: f64 = 900.0;

/// The past and the future of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    last: Option<(&'static str, f64)>,
}

impl<T> Default for History<T> {
    fn default() -> History<T> {
        History { past: Vec::new(), future: Vec::new(), last: None }
    }
}

impl<T> History<T> {
    /// A history with these states, the newest of the past last and the nearest of the future last.
    pub fn of(past: Vec<T>, future: Vec<T>) -> History<T> {
        History { past, future, last: None }
    }

    /// The past and the future, as [`History::of`] takes them.
    pub fn both(&self) -> (&[T], &[T]) {
        (&self.past, &self.future)
    }

    /// Notes the state before an edit of `field` at a time in milliseconds. Typing in one field is gathered.
    pub fn note(&mut self, before: T, field: &'static str, now: f64) {
        let same_breath = self.last.is_some_and(|(last, at)| last == field && now - at < BREATH_MILLIS);
        if !same_breath || self.past.is_empty() {
            self.past.push(before);
            if self.past.len() > DEPTH {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last = Some((field, now));
    }

    /// The state before, in exchange for the present one.
    pub fn undo(&mut self, present: T) -> Result<T, T> {
        self.last = None;
        match self.past.pop() {
            Some(before) => {
                self.future.push(present);
                Ok(before)
            }
            None => Err(present),
        }
    }

    /// The state that was undone last, in exchange for the present one.
    pub fn redo(&mut self, present: T) -> Result<T, T> {
        self.last = None;
        match self.future.pop() {
            Some(after) => {
                self.past.push(present);
                Ok(after)
            }
            None => Err(present),
        }
    }

    /// Whether there is anything to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is anything to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_in_one_field_is_one_step() {
        let mut history = History::default();
        history.note("", "body", 0.0);
        history.note("a", "body", 100.0);
        history.note("ab", "body", 200.0);
        assert_eq!(history.undo("abc"), Ok(""));
        assert_eq!(history.redo(""), Ok("abc"));
    }

    #[test]
    fn a_pause_or_another_field_starts_a_step() {
        let mut history = History::default();
        history.note("", "body", 0.0);
        history.note("a", "body", 5000.0);
        history.note("ab", "subject", 5100.0);
        assert_eq!(history.undo("abc"), Ok("ab"));
        assert_eq!(history.undo("ab"), Ok("a"));
        assert_eq!(history.undo("a"), Ok(""));
        assert_eq!(history.undo(""), Err(""));
    }

    #[test]
    fn an_edit_forgets_the_future() {
        let mut history = History::default();
        history.note(1, "body", 0.0);
        assert_eq!(history.undo(2), Ok(1));
        history.note(1, "body", 9000.0);
        assert!(!history.can_redo());
    }
}
