//! When a rule holds: with which codes, after which commands, in whose words.

/// What a code must be for a rule to hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// Reply codes; `5` for all of 5yz. Empty: any.
    replies: Vec<u16>,
    /// Enhanced codes as written, `x.1.1` for any class. Empty: any.
    enhanced: Vec<&'static str>,
    /// Only where no reply code stands: the sending server's own words.
    pub local: bool,
    /// Only in a report of a mail server: there, who timed out has been tried for days.
    pub report: bool,
    /// Commands that were answered, such as `rcpt`. Empty: any.
    commands: Vec<&'static str>,
}

/// What is known about an answer beside its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Setting<'a> {
    /// The reply code.
    pub reply: Option<u16>,
    /// The enhanced code as text.
    pub enhanced: Option<&'a str>,
    /// The command that was answered, lower case.
    pub command: Option<&'a str>,
    /// The provider's id.
    pub provider: Option<&'static str>,
    /// Whether a mail server reports the end of its attempts.
    pub report: bool,
}

impl When {
    /// Reads the second column of the file.
    pub fn read(text: &'static str) -> When {
        let mut when = When::default();
        for token in text.split(' ').filter(|token| *token != "-" && !token.is_empty()) {
            match token.parse() {
                Ok(code) => when.replies.push(code),
                Err(_) if token == "report" => when.report = true,
                Err(_) if token == "local" => when.local = true,
                Err(_) if token.contains('.') => when.enhanced.push(token),
                Err(_) => when.commands.push(token),
            }
        }
        when
    }

    /// Whether a rule holds here.
    pub fn holds(&self, setting: &Setting) -> bool {
        let reply = self.replies.is_empty()
            || setting.reply.is_some_and(|code| self.replies.iter().any(|r| *r == code || *r == code / 100))
            // A class may also be known from the enhanced code alone.
            || (setting.reply.is_none()
                && setting.enhanced.and_then(|code| code.get(..1)?.parse().ok()).is_some_and(|class: u16| self.replies.contains(&class)));
        let enhanced = self.enhanced.is_empty()
            || setting.enhanced.is_some_and(|code| {
                self.enhanced
                    .iter()
                    .any(|e| *e == code || e.strip_prefix('x').is_some_and(|e| code.get(1..) == Some(e)))
            });
        let command = self.commands.is_empty()
            || setting.command.is_some_and(|command| self.commands.contains(&command));
        reply
            && enhanced
            && command
            && (setting.report || !self.report)
            && !(self.local && setting.reply.is_some())
    }
}
