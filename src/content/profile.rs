//! Profiles: `teams|players|people|venues|competitions|authors/*.md`.
//!
//! In: a Markdown file; its front matter may be missing, since the file's name
//! already names somebody. Out: raw profiles of each kind. Never looks whether
//! the record knows the one it describes.

use std::sync::Arc;

use super::forms::{Fault, kickoff, naming, season, shown, squad};
use super::front_matter;
use super::parts;
use super::raw::{
    Names, RawAdjustment, RawAuthor, RawCompetition, RawFormerName, RawPerson, RawProfile, RawSpell, RawTableRules,
    RawTeam, RawVenueProfile,
};
use super::story;
use super::yaml::{self, Doc, Fields, Node, Way, scalar};
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{CompetitionKind, Sex, TeamKind, Zone};

/// The code of a mail address that cannot be one.
pub const MAIL: &str = "E0209";

const SEXES: [(&str, Sex); 3] = [("men", Sex::Men), ("women", Sex::Women), ("mixed", Sex::Mixed)];

/// Opens a profile, reads what all share and then, with `own`, the keys of its
/// kind.
fn read<T>(
    file: &Arc<str>,
    text: &str,
    names: &Names,
    out: &mut Vec<Diagnostic>,
    own: impl FnOnce(&mut Doc<'_>, &mut Fields<'_, '_>, RawProfile) -> T,
) -> Option<T> {
    let parts = front_matter::split(file, text, out)?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        out.push(
            Diagnostic::warning(front_matter::EMPTY, "the file is empty")
                .at(Place::file(file))
                .help("write the profile's keys between two lines of `---`, or delete the file"),
        );
    }
    let mut doc = Doc::new(file, text, names, out);
    let mut fields = match parts.yaml {
        Some(range) => {
            let node = yaml::parse(&mut doc, range)?;
            story::open(&mut doc, node)?
        }
        None => Fields::empty(Way::Root),
    };
    let name = fields.text(&mut doc, "name").map(|name| naming::tidy(&name).into_owned());
    let profile = RawProfile {
        named: name.is_some(),
        name: name.unwrap_or_else(|| naming::from_file_stem(parts::file_stem(file))),
        aliases: fields.texts(&mut doc, "aliases"),
        slug: parts::slug(&mut doc, &mut fields, "slug"),
        redirect_from: parts::redirects(&mut doc, &mut fields),
        image: parts::image(&mut doc, &mut fields, "image"),
        website: fields.form(&mut doc, "website", "a web address", parts::check_url),
        page: fields.flag(&mut doc, "page").unwrap_or(true),
        extra: fields.extra(&mut doc),
        body: (parts.body.start as u32, parts.body.end as u32),
    };
    let found = own(&mut doc, &mut fields, profile);
    fields.finish(&mut doc);
    Some(found)
}

/// Reads `teams/*.md`.
pub fn team(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawTeam> {
    read(file, text, names, out, |doc, fields, profile| {
        let mut team = RawTeam {
            profile,
            short: fields.string(doc, "short"),
            code: fields.string(doc, "code"),
            kind: fields.choice(doc, "kind", &[("club", TeamKind::Club), ("national", TeamKind::National)]),
            sex: fields.choice(doc, "sex", &SEXES),
            country: fields.string(doc, "country"),
            founded: fields.number(doc, "founded", 1800..=2200),
            venue: fields.string(doc, "venue"),
            colours: fields.texts(doc, "colours"),
            crest: fields.string(doc, "crest"),
            former_names: Vec::new(),
        };
        fields.each(doc, "former_names", |doc, node, way| team.former_names.extend(former_name(doc, node, way)));
        team
    })
}

fn former_name(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<RawFormerName> {
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, *way, "a former name")?;
        let name = fields.required(doc, "name", "the name of that time: `name: West Germany`").map(Into::into);
        let (from, until) = span(doc, &mut fields);
        fields.finish(doc);
        return Some(RawFormerName { name: name?, from, until });
    }
    let name = scalar::text(doc, node, way, "a name")?;
    Some(RawFormerName { name: naming::tidy(&name).into_owned(), from: None, until: None })
}

fn span(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
    let expected = "a date or a year";
    let from = fields.form(doc, "from", expected, kickoff::parse_from);
    let until = fields.form(doc, "until", expected, kickoff::parse_until);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message = format!("it ends ({until}) before it begins ({from})");
        doc.error_with_help(
            kickoff::CODE,
            message,
            &fields.way.key("until"),
            "`from` is the first day, `until` the last",
        );
    }
    (from, until)
}

/// Reads `players/*.md` and `people/*.md`.
pub fn person(
    file: &Arc<str>,
    text: &str,
    names: &Names,
    out: &mut Vec<Diagnostic>,
    player: bool,
) -> Option<RawPerson> {
    read(file, text, names, out, |doc, fields, profile| {
        let birth = fields.form(doc, "born", "a date or a year", squad::birth);
        let (born, birth_year) = birth.map_or((None, None), |(born, year)| (born, Some(year)));
        let mut person = RawPerson {
            profile,
            player,
            born,
            birth_year,
            nationality: fields.string(doc, "nationality"),
            position: fields.string(doc, "position"),
            also: Vec::new(),
            teams: Vec::new(),
        };
        fields.each(doc, "also", |doc, node, way| {
            let roles = [("coach", "coach"), ("referee", "referee"), ("player", "player")];
            person.also.extend(scalar::choice(doc, node, way, &roles).map(str::to_owned));
        });
        fields.each(doc, "teams", |doc, node, way| person.teams.extend(spell(doc, node, way)));
        person
    })
}

fn spell(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<RawSpell> {
    if let Node::Map(_) = node {
        let mut fields = Fields::open(doc, node, *way, "a spell with a team")?;
        let team = fields.required(doc, "team", "name the team: `team: Chelsea`").map(Into::into);
        let (from, until) = span(doc, &mut fields);
        let number = fields.number(doc, "number", 0..=999);
        let on_loan = fields.flag(doc, "on_loan").unwrap_or(false);
        fields.finish(doc);
        return Some(RawSpell { team: team?, from, until, number, on_loan });
    }
    let team = scalar::text(doc, node, way, "a team's name")?;
    Some(RawSpell { team: naming::tidy(&team).into_owned(), from: None, until: None, number: None, on_loan: false })
}

/// Reads `venues/*.md`.
pub fn venue(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawVenueProfile> {
    read(file, text, names, out, |doc, fields, profile| RawVenueProfile {
        profile,
        city: fields.string(doc, "city"),
        country: fields.string(doc, "country"),
        timezone: parts::timezone(doc, fields),
        capacity: fields.number(doc, "capacity", 0..=1_000_000),
        coordinates: coordinates(doc, fields),
        address: fields.string(doc, "address"),
    })
}

/// `[25.2345, 51.5321]`, the same as a text, or `{latitude, longitude}`.
pub(super) fn coordinates(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<(f64, f64)> {
    let node = fields.take("coordinates")?;
    let way = fields.way.key("coordinates");
    let number = |node: &Node<'_>| match node {
        Node::Int(i) => Some(*i as f64),
        Node::Float(f) => Some(*f),
        Node::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let pair = match &node {
        Node::List(list) => match list.as_slice() {
            [a, b] => number(a).zip(number(b)),
            _ => None,
        },
        Node::Text(text) => {
            text.split_once(',').and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)))
        }
        Node::Map(map) => match map.as_slice() {
            [(a, latitude), (b, longitude)] if a.starts_with("lat") && b.starts_with("lon") => {
                number(latitude).zip(number(longitude))
            }
            _ => None,
        },
        _ => None,
    };
    let valid = pair.filter(|(latitude, longitude)| latitude.abs() <= 90.0 && longitude.abs() <= 180.0);
    if valid.is_none() {
        doc.error_with_help(
            scalar::WRONG_TYPE,
            "expected latitude and longitude in degrees",
            &way,
            "written `coordinates: [25.2345, 51.5321]`, north and east positive",
        );
    }
    valid
}

/// Reads `competitions/*.md`.
pub fn competition(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawCompetition> {
    const KINDS: [(&str, CompetitionKind); 4] = [
        ("league", CompetitionKind::League),
        ("cup", CompetitionKind::Cup),
        ("tournament", CompetitionKind::Tournament),
        ("friendly", CompetitionKind::Friendly),
    ];
    read(file, text, names, out, |doc, fields, profile| {
        let mut competition = RawCompetition {
            profile,
            short: fields.string(doc, "short"),
            kind: fields.choice(doc, "kind", &KINDS),
            sex: fields.choice(doc, "sex", &SEXES),
            timezone: parts::timezone(doc, fields),
            table: table_rules(doc, fields),
            seasons: Vec::new(),
        };
        fields.each_key(doc, "seasons", "rules by season", |doc, _, name, node, way| {
            if node == Node::Null {
                return;
            }
            let Some(mut fields) = Fields::open(doc, node, *way, "the rules of a season") else { return };
            let mut rules = table_rules(doc, &mut fields);
            rules.timezone = parts::timezone(doc, &mut fields);
            fields.finish(doc);
            competition.seasons.push((season::normal(name).into_owned(), rules));
        });
        competition
    })
}

fn table_rules(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> RawTableRules {
    // A rule set's name; a list of criteria is a set of one's own, kept in one
    // text with commas.
    let rules = fields.texts(doc, "rules");
    let mut table = RawTableRules {
        timezone: None,
        rules: (!rules.is_empty()).then(|| rules.join(", ")),
        points_for_win: fields.number(doc, "points_for_win", 1..=10),
        zones: None,
        adjustments: Vec::new(),
        final_order: fields.texts(doc, "final_order"),
        third_placed: fields.number(doc, "third_placed", 0..=64),
    };
    if let Some(node) = fields.take("zones") {
        let mut zones = Vec::new();
        scalar::each(doc, node, &fields.way.key("zones"), |doc, node, way| zones.extend(zone(doc, node, way)));
        table.zones = Some(zones);
    }
    fields.each(doc, "adjustments", |doc, node, way| {
        let Some(mut fields) = Fields::open(doc, node, *way, "an adjustment with `team` and `points`") else { return };
        let team = fields.required(doc, "team", "whose points: `team: Everton`").map(Into::into);
        let written = fields.has("points");
        let points = fields.number(doc, "points", -999..=999);
        if !written {
            doc.error_with_help("E0203", "`points` is missing", way, "how many: `points: -8`");
        }
        let reason = fields.string(doc, "reason");
        let date = fields.date(doc, "date");
        fields.finish(doc);
        if let (Some(team), Some(points)) = (team, points) {
            table.adjustments.push(RawAdjustment { team, points, reason, date });
        }
    });
    table
}

fn zone(doc: &mut Doc<'_>, node: Node<'_>, way: &Way<'_>) -> Option<Zone> {
    let mut fields = Fields::open(doc, node, *way, "a zone with `from`, `to` and `name`")?;
    let from: Option<u16> = fields.number(doc, "from", 1..=999);
    let to: Option<u16> = fields.number(doc, "to", 1..=999);
    let name = fields.required(doc, "name", "what the rows have in common: `name: Qualified`");
    let kind = fields.text(doc, "kind");
    if from.is_none() && to.is_none() {
        doc.error_with_help("E0203", "`from` is missing", way, "the first row of the zone, counted from 1: `from: 1`");
    }
    fields.finish(doc);
    let (from, to) = (from.or(to)?, to.or(from)?);
    if to < from {
        let message = format!("the zone ends (row {to}) before it begins (row {from})");
        doc.error_with_help("E0205", message, &way.key("to"), "`from` is the upper row, `to` the lower");
    }
    let name = name?;
    let kind = kind.map_or_else(|| naming::proposed_slug(&name).into(), Into::into);
    Some(Zone { from, to, name: name.into(), kind })
}

/// Reads `authors/*.md`.
pub fn author(file: &Arc<str>, text: &str, names: &Names, out: &mut Vec<Diagnostic>) -> Option<RawAuthor> {
    read(file, text, names, out, |doc, fields, profile| RawAuthor {
        profile,
        role: fields.string(doc, "role"),
        email: fields.form(doc, "email", "a mail address", |text| {
            let text = text.trim();
            match text.split_once('@') {
                Some((name, host)) if !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) => {
                    Ok(text.to_owned())
                }
                _ => Err(Fault::new(MAIL, text, format!("`{}` is not a mail address", shown(text)))
                    .help("a mail address is written `desk@example.org`")),
            }
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn run<T>(
        text: &str,
        reader: impl FnOnce(&Arc<str>, &str, &Names, &mut Vec<Diagnostic>) -> Option<T>,
    ) -> (Option<T>, Vec<&'static str>) {
        let mut out = Vec::new();
        let found = reader(&"content/teams/west-ham.md".into(), text, &Names::new(), &mut out);
        let mut codes: Vec<_> = out.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        (found, codes)
    }

    #[test]
    fn teams() {
        let (found, codes) = run(
            "---\nname: Germany\naliases: [Die Mannschaft]\nkind: national\nsex: men\ncode: GER\nfounded: 1900\ncolours: ['#fff', black]\nformer_names: [{name: West Germany, from: 1950, until: 1990-10-02}, Saarland]\nwebsite: https://dfb.de\n---\nBody",
            team,
        );
        let found = found.unwrap();
        assert_eq!(codes, [""; 0]);
        assert_eq!((found.profile.name.as_str(), found.kind), ("Germany", Some(TeamKind::National)));
        assert_eq!(found.former_names[0].from, Some(date(1950, 1, 1)));
        assert_eq!(found.former_names[1].name, "Saarland");
        assert!(found.profile.named && found.profile.page);
    }

    #[test]
    fn a_profile_needs_no_front_matter() {
        let (found, codes) = run("Just prose.", team);
        let profile = found.unwrap().profile;
        assert_eq!((codes.len(), profile.name.as_str(), profile.named, profile.body), (0, "West Ham", false, (0, 11)));
        assert_eq!(run("", team).1, ["W0106"]);
        assert_eq!(run("---\nname: x\n", team).1, ["E0103"]);
    }

    #[test]
    fn persons() {
        let (found, codes) = run(
            "---\nborn: 1998-09-18\nposition: FW\nalso: [coach]\nteams: [{team: Chelsea, from: 2019-07, until: 2023, number: 10, on_loan: no}, Milan]\npage: false\n---\n",
            |f, t, n, o| person(f, t, n, o, true),
        );
        let found = found.unwrap();
        assert_eq!((codes.len(), found.born, found.teams.len()), (0, Some(date(1998, 9, 18)), 2));
        assert_eq!(found.teams[0].until, Some(date(2023, 12, 31)));
        assert!(!found.profile.page && found.player);
        let (_, codes) =
            run("---\nborn: soon\nalso: [cook]\nteams: [{from: 2020, until: 2019}]\n---\n", |f, t, n, o| {
                person(f, t, n, o, false)
            });
        assert_eq!(codes, ["E0203", "E0204", "E0210", "E0210"]);
    }

    #[test]
    fn venues() {
        for text in ["[25.2, 51]", "'25.2, 51.0'", "{latitude: 25.2, longitude: 51}"] {
            let (found, codes) =
                run(&format!("---\ncity: Doha\ntimezone: Asia/Qatar\ncoordinates: {text}\n---\n"), venue);
            assert_eq!((codes.len(), found.unwrap().coordinates), (0, Some((25.2, 51.0))), "{text}");
        }
        assert_eq!(run("---\ncoordinates: [200, 1]\ntimezone: Doha\n---\n", venue).1, ["E0202", "E0207"]);
    }

    #[test]
    fn competitions() {
        let (found, codes) = run(
            "---\nkind: league\nrules: premier-league\nzones: [{from: 1, to: 4, name: Champions League}, {from: 18, to: 20, name: Relegated, kind: down}]\nseasons:\n  2023/24:\n    adjustments: [{team: Everton, points: -8, reason: R, date: 2023-11-17}]\n    rules: [goal difference, goals]\n---\n",
            competition,
        );
        let found = found.unwrap();
        assert_eq!(codes, [""; 0]);
        let zones = found.table.zones.unwrap();
        assert_eq!((&*zones[0].kind, &*zones[1].kind), ("champions-league", "down"));
        let (season, rules) = &found.seasons[0];
        assert_eq!((season.as_str(), rules.adjustments[0].points), ("2023-24", -8));
        assert_eq!(rules.rules.as_deref(), Some("goal difference, goals"));
        assert_eq!(
            run(
                "---\nzones: [{from: 4, to: 1, name: x}, {name: y}]\nadjustments: [{team: E}]\nkind: leage\n---\n",
                competition
            )
            .1,
            ["E0203", "E0203", "E0204", "E0205"]
        );
    }

    #[test]
    fn authors() {
        assert_eq!(
            run("---\nrole: Editor\nemail: a@b.org\n---\n", author).0.unwrap().email.as_deref(),
            Some("a@b.org")
        );
        assert_eq!(run("---\nemail: nobody\nroel: x\n---\n", author).1, ["E0201", "E0209"]);
    }
}
