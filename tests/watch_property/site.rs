//! A small site that holds every kind of file, each in several versions. The
//! first is how it stands at the start; some of the others are errors.

/// A file of the site.
pub(crate) struct Source {
    pub(crate) path: &'static str,
    /// Whether it is there at the start.
    pub(crate) there: bool,
    pub(crate) versions: &'static [&'static str],
}

const fn source(path: &'static str, versions: &'static [&'static str]) -> Source {
    Source { path, there: true, versions }
}

const fn absent(path: &'static str, versions: &'static [&'static str]) -> Source {
    Source { path, there: false, versions }
}

pub(crate) const SOURCES: &[Source] = &[
    source(
        "content/site.yaml",
        &[
            "title: The Far Post\nbase_url: https://example.org/club\noutputs: {api: true}\n",
            "title: The Near Post\nbase_url: https://example.org/club\n",
            "title: The Far Post\nbase_url: https://example.org\npaginate: 2\nlanguage: de\ntimezone: Asia/Tehran\n",
            "title: The Far Post\nautolink: all\nmenu: [{text: Stories, link: /stories/}]\ntheme: {accent: \"#0b5d3b\"}\n",
            "title: The Far Post\noutputs: {feeds: false, calendars: false}\nhome: {lead: preview, stories: 1}\n",
            "title: [\n",
            "titel: The Far Post\n",
        ],
    ),
    source(
        "content/record/cup.yaml",
        &[
            CUP,
            concat_cup!("0-2", "[\"Pulisic 38'\", \"McKennie 80'\"]"),
            concat_cup!("1-1", "[\"Pulisic 38'\", \"Taremi 90' pen\"]"),
            concat_cup!("0-1", "[\"Pulisic 39'\"]"),
            concat_cup!("3-1", "[\"Pulisic 38'\"]"),
            "competition: World Cup 2022\nmatches: []\n",
            "competition: World Cup 2022\nmatches:\n  - {home: Iran, away: USA, kickof: 2022-11-29}\n",
        ],
    ),
    source(
        "content/record/final.yaml",
        &[
            "competition: World Cup 2022\nround: Final\nkickoff: 2022-12-18 18:00 +03:00\nvenue: Lusail Stadium, Lusail\n\
             home: Argentina\naway: France\nscore: 3-3 aet (2-2, 2-0), 4-2 pens\n",
            "competition: World Cup 2022\nround: Final\nkickoff: 2022-12-18 18:00 +03:00\nvenue: Lusail Stadium, Lusail\n\
             home: Argentina\naway: France\n",
            "competition: World Cup 2022\nround: Final\nkickoff: 2022-12-19 TBD\nhome: Argentina\naway: France\n\
             status: postponed\nwas: [2022-12-18]\nid: the-final\n",
            "competition: World Cup 2022\nround: Final\nkickoff: never\nhome: Argentina\naway: France\n",
        ],
    ),
    source(
        "content/record/league.txt",
        &[
            "= English Premier League 2023/24\n\n▪ Matchday 1\n[Fri Aug/11]\n  20.00  Burnley FC  0-3 (0-2)  Manchester City FC\n\
             [Sat Aug/12]\n  15.00  Everton FC  0-1 (0-0)  Fulham FC\n▪ Matchday 2\n[Sat Aug/19]\n  15.00  Fulham FC  v  Burnley FC\n",
            "= English Premier League 2023/24\n\n▪ Matchday 1\n[Fri Aug/11]\n  20.00  Burnley FC  1-3 (0-2)  Manchester City FC\n",
            "= English Premier League 2023/24\n\nnothing that anyone\ncould read (as a match\n",
            "",
        ],
    ),
    source(
        "content/record/friendly.json",
        &[
            "{\"name\": \"Friendly 2022\", \"matches\": [{\"date\": \"2022-09-23\", \"team1\": \"Iran\", \"team2\": \"Uruguay\", \
             \"score\": {\"ft\": [1, 0]}}]}",
            "{\"name\": \"Friendly 2022\", \"matches\": [{\"date\": \"2022-09-23\", \"team1\": \"Iran\", \"team2\": \"Uruguay\", \
             \"score\": {\"ft\": [1, 1]}}, {\"date\": \"2022-09-27\", \"team1\": \"Senegal\", \"team2\": \"Iran\"}]}",
            "{\"name\": \"Friendly 2022\", \"matches\": [",
        ],
    ),
    source(
        "content/record/results.csv",
        &[
            "competition,date,home,away,score\nCity Cup 2021,2021-05-01,Rovers,Albion,2-1\nCity Cup 2021,2021-05-08,Albion,Rovers,0-0\n",
            "competition,date,home,away,score\nCity Cup 2021,2021-05-01,Rovers,Albion,2-2\n",
            "competition,date,home\nCity Cup 2021,2021-05-01\n",
        ],
    ),
    absent(
        "content/record/again.yaml",
        &[
            "competition: World Cup 2022\nkickoff: 2022-11-29\nhome: Iran\naway: USA\nscore: 0-1\nattendance: 42127\n",
            "competition: World Cup 2022\nkickoff: 2022-11-29\nhome: Iran\naway: USA\nscore: 0-2\n",
            "competition: World Cup 2022\ngroup: Group B\nmatches:\n  - {kickoff: 2022-11-25, home: Wales, away: Iran, score: 0-2}\n",
        ],
    ),
    source(
        "content/stories/report.md",
        &[
            "---\ntitle: Pulisic sends the United States through\ndate: 2022-11-30T00:20:00+03:00\nmatch: Iran 0-1 USA\n\
             author: Nell Harbottle\ntopics: [World Cup 2022]\nimage: {src: goal.svg, alt: The ball in the net, caption: In it goes, credit: Desk}\n---\n\
             Christian Pulisic scored in the first half. Antonee Robinson consoled Ramin Rezaeian.\n\n## After\n\n[[Carlos Queiroz]] left.\n",
            "---\ntitle: Pulisic sends the United States through\ndate: 2022-11-30T00:20:00+03:00\nmatch: Iran 0-1 USA\n\
             author: Nell Harbottle\ntopics: [World Cup 2022]\nimage: {src: goal.svg, alt: The ball in the net, caption: In it goes, credit: Desk}\n---\n\
             Christian Pulisic scored. Mehdi Taremi did not, at the Al Thumama Stadium. See [the preview](preview.md).\n",
            "---\ntitle: America goes on\ndate: 2022-11-30\ntype: news\nslug: preview\n---\nNobody is named here.\n",
            "---\ntitle: America goes on\ndate: 2022-12-30\nmatch: USA v Iran\ndraft: true\n---\nDraft of Christian Pulisic.\n",
            "---\ntitle: America goes on\ndate: 2022-11-30\nmatch: Iran 2-1 USA\n---\nThe score is wrong.\n",
            "---\ntitle: America goes on\ndate: 2022-11-30\n---\n[[Nobody Known]] and ![none](none.png).\n",
            "---\ntitle: America goes on\ndate: 2030-01-01\nredirect_from: [/old/report/]\ntopics: [Later, World Cup 2022]\n---\nSoon.\n",
            "no front matter\n",
            "---\ntitle: America goes on\ndate: 2022-11-30\nmatch: Iran 0-1 USA\n---\nA footnote.[^1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Here.\n\n{% raw %}\n",
        ],
    ),
    source(
        "content/stories/goal.svg",
        &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"9\"></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"9\"></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"9\"><g/></svg>",
        ],
    ),
    source(
        "content/stories/preview.txt",
        &[
            "Iran and America meet again\n\nChristian Pulisic is fit.\n\nCaption of a picture\n\nCaption of a picture\n\nRead more at The Paper\n",
            "Iran and America meet at last\n\nCarlos Queiroz has a plan.\n",
            "",
        ],
    ),
    source(
        "content/stories/preview.yaml",
        &[
            "date: 2022-11-28\nmatch: Iran v USA\ntype: preview\n",
            "date: 2022-11-27\ntopics: [Previews]\n",
            "dat: 2022-11-27\n",
        ],
    ),
    source(
        "content/stories/2022/feature.md",
        &[
            "---\ntitle: The long way home\ndate: 2022-12-02\ntype: feature\npeople: [Anna Example]\nauthor: [Nell Harbottle, Piet Marchbank]\n---\n\
             Anna Example remembers Iran. So does Gregg Berhalter.\n",
            "---\ntitle: The long way home\ndate: 2022-12-02\ntype: feature\n---\nAnna Example is forgotten. Mehdi Taremi is not.\n",
            "---\ntitle: The long way home\n---\nUndated.\n",
            "---\ntitle: The long way home\ndate: 2022-12-02\nmatch: {competition: City Cup 2021, kickoff: 2021-05-15, home: Rovers, away: Albion, score: 5-0}\n---\nIt was easy.\n",
        ],
    ),
    absent(
        "content/stories/2022/12/extra.md",
        &[
            "---\ntitle: Extra\ndate: 2022-12-20\nmatches: [Argentina v France, England v Iran]\n---\nArgentina won. So did England, against Iran.\n",
            "---\ntitle: The long way home\ndate: 2022-12-20\nslug: feature\n---\nThe address is taken.\n",
        ],
    ),
    source(
        "content/teams/iran.md",
        &[
            "---\nname: Iran\naliases: [Team Melli]\ncode: IRN\nkind: national\ncolours: [white, red]\n---\nThe side of **Iran**.\n",
            "---\nname: Iran\nformer_names: [{name: Persia}]\nslug: persia\nredirect_from: [/teams/iran/]\n---\n",
            "---\nname: Iran\ncolour: white\n---\n",
        ],
    ),
    source(
        "content/players/pulisic.md",
        &[
            "---\nname: Christian Pulisic\nborn: 1998-09-18\nnationality: USA\naliases: [Captain America]\n---\nBorn in Hershey.\n",
            "---\nname: Christian Pulisic\nteams: [{team: USA, from: 2016-03-29, number: 10}]\n---\n",
            "---\nname: Christian Pulisic\npage: false\n---\n",
        ],
    ),
    source(
        "content/people/queiroz.md",
        &[
            "---\nname: Carlos Queiroz\nnationality: Portugal\n---\nCoach.\n",
            "---\nname: Carlos Queiroz\npage: false\n---\n",
        ],
    ),
    source(
        "content/venues/al-thumama.md",
        &[
            "---\nname: Al Thumama Stadium\ncity: Doha\ntimezone: Asia/Qatar\ncapacity: 44400\n---\n",
            "---\nname: Al Thumama Stadium\ncity: Doha\ntimezone: Mars/Olympus\n---\n",
            "---\nname: Al Thumama Stadium\ncity: Al Thumama\n---\nShaped like a cap.\n",
        ],
    ),
    source(
        "content/competitions/world-cup.md",
        &[
            "---\nname: World Cup\nkind: tournament\nrules: fifa-2022\nzones: [{from: 1, to: 2, name: Round of 16, kind: qualified}]\n---\n",
            "---\nname: World Cup\nkind: tournament\nrules: generic\npoints_for_win: 2\nadjustments: [{team: Iran, points: -1, reason: A test}]\n---\nEvery four years.\n",
            "---\nname: World Cup\nrules: none-such\n---\n",
        ],
    ),
    source(
        "content/authors/nell.md",
        &[
            "---\nname: Nell Harbottle\nrole: Reporter\n---\nWrites.\n",
            "---\nname: Nell Harbottle\nemail: nell@example.org\n---\n",
        ],
    ),
    source(
        "content/pages/about.md",
        &[
            "---\ntitle: About\n---\nWho we are. [Contact](contact.md).\n",
            "---\ntitle: About us\nslug: us\n---\nWe name Mehdi Taremi.\n",
            "---\n---\n",
        ],
    ),
    source(
        "content/pages/contact.md",
        &["---\ntitle: Contact\n---\nWrite to us.\n", "---\ntitle: Contact\n---\n<b>Raw</b>\n"],
    ),
    source("static/touchline.css", &["body { color: black }\n", "body { color: green }\n"]),
    source("static/robots.txt", &["User-agent: *\n", "User-agent: all\n"]),
    absent("static/fonts/far.woff2", &["not a font", "nor this"]),
    absent("static/about/index.html", &["<!DOCTYPE html><p>In the way of a page</p>"]),
    absent(
        "templates/404.html",
        &[
            "{% extends \"base.html\" %}{% block main %}<p>Nothing at {{ site.title }}</p>{% endblock main %}",
            "<p>{{ page.title }}</p>",
            "{% extends \"base.html\" %}{% block main %}<p>{{ site.nothing }}</p>{% endblock main %}",
            "{% if %}",
        ],
    ),
    absent(
        "templates/venue.html",
        &[
            "<h1>{{ venue.name }}</h1>",
            "<h1>{{ venue.name }}</h1>{% for g in groups %}<p>{{ g.heading }}</p>{% endfor %}",
            "<h1>{{ venue.nome }}</h1>",
        ],
    ),
    absent("templates/parts/own.html", &["<i>own</i>", "<b>own</b>"]),
];

/// Folders that are moved, and whereto.
pub(crate) const MOVES: &[(&str, &str)] = &[
    ("content/stories/2022", "content/stories/archive"),
    ("content/stories/archive", "content/stories/2022"),
    ("content/teams", "content/clubs"),
    ("content/clubs", "content/teams"),
    ("content/record", "content/stories/record"),
    ("content/stories/record", "content/record"),
    ("templates", "content/templates"),
    ("content/templates", "templates"),
    ("static", "away"),
    ("away", "static"),
    ("content/stories", "away-too"),
    ("away-too", "content/stories"),
];

/// Names that files are renamed to, in their folder.
pub(crate) const NAMES: &[&str] =
    &["renamed.md", "renamed.yaml", "renamed.txt", "Ärger mit Umlaut.md", ".hidden.md", "report.md.bak", "a b.css"];

const CUP: &str = concat_cup!("0-1", "[\"Pulisic 38'\"]");
