//! Texts written as YAML scalars.
//!
//! In: a text. Out: the scalar on one line that reads as this text. Knows no
//! key and no document.

/// A text as a YAML scalar: plain where it can be, quoted where it must.
pub fn scalar(text: &str) -> String {
    // On one line whatever the text: a double-quoted scalar is a superset of
    // a JSON string.
    match serde_yaml::to_string(text) {
        Ok(yaml) if !yaml.trim_end().contains('\n') => yaml.trim_end().to_owned(),
        _ => quoted(text),
    }
}

/// A text as a scalar inside brackets, where a plain one may not hold commas.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_come_back_as_they_were() {
        for text in [
            "Iran 0-1 USA",
            "a: b # c",
            "\"quoted\" 'both'",
            "yes",
            "null",
            "2022",
            "1:30",
            "- x",
            "two\nlines",
            "",
            " a ",
            "{a}",
            "*x",
            "@x",
            "%",
            "ö – ’",
        ] {
            let line = format!("key: {}\n", scalar(text));
            let back: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&line).unwrap();
            assert_eq!(back["key"], text, "{line}");
            assert_eq!(line.lines().count(), 1);
        }
    }
}
