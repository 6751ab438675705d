//! Diagnostics in a form to be kept.
//!
//! In and out: a [`Diagnostic`]. Never decides whether it is still true.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Place, Related, Severity};

/// A diagnostic in a form to be kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Said {
    severity: Severity,
    code: String,
    message: String,
    help: Option<String>,
    place: Option<Place>,
    related: Vec<(Place, String)>,
}

impl Said {
    pub(super) fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { place, severity, code, message, help, related } = diagnostic;
        Self {
            severity: *severity,
            code: (*code).to_owned(),
            message: message.clone(),
            help: help.clone(),
            place: place.clone(),
            related: related.iter().map(|r| (r.place.clone(), r.message.clone())).collect(),
        }
    }

    pub(super) fn into_diagnostic(self) -> Diagnostic {
        let related = self.related.into_iter().map(|(place, message)| Related { place, message });
        Diagnostic {
            place: self.place,
            severity: self.severity,
            // Done once in the life of the program, for a few bytes each.
            code: self.code.leak(),
            message: self.message,
            help: self.help,
            related: related.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Step;

    #[test]
    fn diagnostics_come_back_as_they_were() {
        let file = "content/record/a.yaml".into();
        for diagnostic in [
            Diagnostic::warning("W0311", "a"),
            Diagnostic::info("I0501", "b").at(Place::file(&file)).help("c"),
            Diagnostic::error("E0301", "d")
                .at(Place::node(&file, ["matches".into(), Step::Index(3), "home".into()]).key().part("x"))
                .related(Place::bytes(&file, 3..9), "e"),
        ] {
            let kept = postcard::to_stdvec(&Said::of(&diagnostic)).unwrap();
            let said: Said = postcard::from_bytes(&kept).unwrap();
            assert_eq!(said.into_diagnostic(), diagnostic);
        }
    }
}
