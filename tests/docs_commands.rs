//! docs/commands.md against the program: every command and option that
//! `--help` shows stands in the document, and no other.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

fn help(command: &str) -> String {
    let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
    let output = Command::new(env!("CARGO_BIN_EXE_touchline")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{command}");
    String::from_utf8(output.stdout).unwrap()
}

/// The long options in a text.
fn options(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| {
        let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(rest.len());
        format!("--{}", &rest[..end])
    };
    text.match_indices("--")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c == '-' || c.is_alphanumeric()))
        .map(|(at, _)| name(&text[at + 2..]))
        .filter(|option| option.len() > 2)
        .collect()
}

/// The options that the help of a command lists.
fn listed(command: &str) -> BTreeSet<String> {
    let help = help(command);
    help.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'))
        .flat_map(|line| options(&head(line)))
        .collect()
}

/// An option's line without its explanation, which may name another option.
fn head(line: &str) -> String {
    line.split("  ").next().unwrap().to_owned()
}

/// The commands that the help lists below another.
fn commands_below(command: &str) -> Vec<String> {
    let help = help(command);
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    list.lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(|name| format!("{command} {name}").trim().to_owned())
        .collect()
}

fn all_commands() -> Vec<String> {
    commands_below("")
        .into_iter()
        .flat_map(|command| {
            let below = commands_below(&command);
            if below.is_empty() { vec![command] } else { below }
        })
        .collect()
}

/// The document by its sections: the general part under an empty name, each
/// command under its own. Only what stands in inline code is kept.
fn documented() -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut sections: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut section, mut in_block) = (String::new(), false);
    for line in text.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if let Some(heading) = line.strip_prefix("## `touchline ") {
            let words = heading.trim_end_matches('`').split_whitespace();
            section =
                words.take_while(|word| word.starts_with(|c: char| c.is_lowercase())).collect::<Vec<_>>().join(" ");
        } else if !in_block {
            let code = line.split('`').skip(1).step_by(2);
            sections.entry(section.clone()).or_default().extend(code.flat_map(options));
        }
    }
    sections
}

#[test]
fn commands_and_options_are_those_of_the_document() {
    let documented = documented();
    let everywhere: BTreeSet<String> = listed("");
    let general = &documented[""];
    assert_eq!(everywhere.difference(general).collect::<Vec<_>>(), Vec::<&String>::new(), "for every command");
    let commands = all_commands();
    assert!(commands.len() > 4, "{commands:?}");
    for command in &commands {
        let Some(section) = documented.get(command) else { panic!("docs/commands.md has no `touchline {command}`") };
        let own: BTreeSet<String> = listed(command).difference(&everywhere).cloned().collect();
        let missing: Vec<_> = own.difference(section).collect();
        let unknown: Vec<_> = section.difference(&own).filter(|option| !everywhere.contains(*option)).collect();
        assert_eq!((missing, unknown), (vec![], vec![]), "`touchline {command}`: (not documented, not there)");
    }
    // Commands that are left out of a program without all features may stand there.
    let optional = ["watch", "publish"];
    for section in documented.keys().filter(|name| !name.is_empty()) {
        let known = commands.contains(section) || optional.iter().any(|name| section.starts_with(name));
        assert!(known, "there is no command `touchline {section}`");
    }
}
