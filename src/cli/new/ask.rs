//! Questions to the author, if there is one.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin};

/// Somebody, or nobody, who answers questions.
pub(super) trait Ask {
    /// Whether anybody is there.
    fn is_there(&self) -> bool;
    /// The answer to a question; `None` for an empty one.
    fn ask(&mut self, question: &str, example: &str) -> Option<String>;
}

/// The terminal, if there is one.
pub(super) struct Terminal;

impl Ask for Terminal {
    fn is_there(&self) -> bool {
        stdin().is_terminal() && stderr().is_terminal()
    }

    fn ask(&mut self, question: &str, example: &str) -> Option<String> {
        let mut screen = stderr();
        let _ = write!(screen, "{question} ({example}): ").and_then(|()| screen.flush());
        let mut line = String::new();
        stdin().lock().read_line(&mut line).ok()?;
        let answer = line.trim();
        (!answer.is_empty()).then(|| answer.to_owned())
    }
}

/// Answers from a list, for tests.
#[cfg(test)]
pub(super) struct Script(pub(super) Vec<&'static str>);

#[cfg(test)]
impl Ask for Script {
    fn is_there(&self) -> bool {
        !self.0.is_empty()
    }

    fn ask(&mut self, question: &str, _: &str) -> Option<String> {
        assert!(!self.0.is_empty(), "nobody expects `{question}`");
        Some(self.0.remove(0).to_owned()).filter(|answer| !answer.is_empty())
    }
}
