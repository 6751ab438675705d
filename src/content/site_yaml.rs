//! The site's settings: `content/site.yaml`.
//!
//! In: the file's text. Out: the [`Site`] with its defaults filled in, rule
//! sets for tables, and the publish targets as JSON text. Never looks whether
//! a story or a competition it names exists.

use std::sync::Arc;

use super::forms::{Fault, shown};
use super::parts;
use super::raw::Names;
use super::story;
use super::yaml::{self, Doc, Fields, Node, scalar};
use crate::diagnostic::Diagnostic;
use crate::model::site::{ColourScheme, Home, Lead, MenuEntry, Outputs, Theme};
use crate::model::{Autolink, Site};

/// The settings and what other stages read from the same file.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The settings.
    pub site: Site,
    /// Rule sets of the site's own: names with their criteria in order.
    pub rule_sets: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// The publish targets, as JSON text.
    pub publish: Option<String>,
}

impl SiteSettings {
    /// The settings of a site without a `site.yaml`.
    pub fn without(title: &str) -> Self {
        let site = Site {
            title: title.into(),
            description: None,
            author: None,
            logo: None,
            base_url: None,
            language: "en".into(),
            timezone: "UTC".into(),
            menu: None,
            home: Home::default(),
            paginate: 50,
            autolink: Autolink::default(),
            theme: Theme::default(),
            outputs: Outputs::default(),
            unsafe_html: false,
            extra: None,
        };
        Self { site, rule_sets: Vec::new(), publish: None }
    }
}

/// Reads the settings; `None` if the file is not YAML. A value that is wrong
/// keeps its default, so that later stages find their own faults in the same
/// run.
pub fn read(file: &Arc<str>, text: &str, out: &mut Vec<Diagnostic>) -> Option<SiteSettings> {
    let mut found = SiteSettings::without("");
    // Settings have no names to share with the record.
    let names = Names::new();
    let mut doc = Doc::new(file, text, &names, out);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let node = yaml::parse(&mut doc, start..text.len())?;
    let mut fields = story::open(&mut doc, node)?;
    let site = &mut found.site;
    let (doc, fields_ref) = (&mut doc, &mut fields);
    if let Some(title) = fields_ref.required(doc, "title", "the site's name: `title: The Far Post`") {
        site.title = title.into();
    }
    site.description = fields_ref.text(doc, "description").map(Into::into);
    site.author = fields_ref.text(doc, "author").map(Into::into);
    site.logo = fields_ref.text(doc, "logo").map(Into::into);
    site.base_url = base_url(doc, fields_ref);
    set(&mut site.language, parts::language(doc, fields_ref).map(Into::into));
    set(&mut site.timezone, parts::timezone(doc, fields_ref).map(Into::into));
    site.menu = menu(doc, fields_ref);
    set(&mut site.home, home(doc, fields_ref));
    set(&mut site.paginate, fields_ref.number(doc, "paginate", 1..=10_000));
    set(&mut site.autolink, fields_ref.choice(doc, "autolink", &parts::AUTOLINK));
    set(&mut site.theme, theme(doc, fields_ref));
    set(&mut site.outputs, outputs(doc, fields_ref));
    set(&mut site.unsafe_html, fields_ref.flag(doc, "unsafe_html"));
    site.extra = fields_ref.extra(doc).map(Into::into);
    fields_ref.each_key(doc, "rules", "rule sets by name", |doc, _, name, node, way| {
        let mut criteria = Vec::new();
        scalar::each(doc, node, way, |doc, node, way| {
            if let Some(text) = scalar::text(doc, node, way, "a criterion such as `goal difference`") {
                criteria.push(text.trim().into());
            }
        });
        found.rule_sets.push((name.into(), criteria));
    });
    if let Some(node) = fields_ref.take("publish") {
        if let Node::Map(_) = node {
            found.publish = Some(node.to_json());
        } else {
            scalar::wrong_type(doc, &fields.way.key("publish"), "publish targets by name", &node);
        }
    }
    fields.finish(doc);
    Some(found)
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn base_url(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Arc<str>> {
    fields.form(doc, "base_url", "a web address", |text| {
        let url = parts::check_url(text).map_err(|fault| fault.help("written in full: `https://example.org/club`"))?;
        if url.contains(['?', '#']) {
            return Err(Fault::new(parts::ADDRESS, text, format!("`{}` has a `?` or `#` in it", shown(text)))
                .help("the address below which the site is found, such as `https://example.org/club`"));
        }
        Ok(Arc::from(url.trim_end_matches('/')))
    })
}

fn menu(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Vec<MenuEntry>> {
    let node = fields.take("menu")?;
    let mut menu = Vec::new();
    scalar::each(doc, node, &fields.way.key("menu"), |doc, node, way| {
        let Some(mut fields) = Fields::open(doc, node, *way, "an entry with `text` and `link`") else { return };
        let text = fields.required(doc, "text", "what is shown: `text: Stories`").map(Arc::<str>::from);
        let link = fields.required(doc, "link", "where it leads: `link: /stories/`").map(Arc::<str>::from);
        fields.finish(doc);
        if let (Some(text), Some(link)) = (text, link) {
            menu.push(MenuEntry { text, link });
        }
    });
    Some(menu)
}

fn home(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Home> {
    let node = fields.take("home")?;
    let mut fields = Fields::open(doc, node, fields.way.key("home"), "`lead`, `stories` and `competition`")?;
    let mut home = Home::default();
    if let Some(lead) = fields.text(doc, "lead") {
        home.lead = if lead == "latest" { Lead::Latest } else { Lead::Slug(lead.into()) };
    }
    set(&mut home.stories, fields.number(doc, "stories", 0..=1000));
    home.competition = fields.text(doc, "competition").map(Into::into);
    fields.finish(doc);
    Some(home)
}

fn theme(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Theme> {
    let node = fields.take("theme")?;
    let mut fields = Fields::open(doc, node, fields.way.key("theme"), "settings of the theme")?;
    let accent = fields.text(doc, "accent").map(Into::into);
    let font = fields.text(doc, "font").map(Into::into);
    let schemes = [("auto", ColourScheme::Auto), ("light", ColourScheme::Light), ("dark", ColourScheme::Dark)];
    let colour_scheme = fields.choice(doc, "colour_scheme", &schemes).unwrap_or_default();
    // A theme may have settings of its own.
    let rest = fields.rest();
    let extra = (!rest.is_empty()).then(|| Node::Map(rest).to_json().into());
    Some(Theme { accent, font, colour_scheme, extra })
}

fn outputs(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>) -> Option<Outputs> {
    let node = fields.take("outputs")?;
    let mut fields = Fields::open(doc, node, fields.way.key("outputs"), "outputs with `true` or `false`")?;
    let mut outputs = Outputs::default();
    set(&mut outputs.feeds, fields.flag(doc, "feeds"));
    set(&mut outputs.calendars, fields.flag(doc, "calendars"));
    set(&mut outputs.cards, fields.flag(doc, "cards"));
    set(&mut outputs.search, fields.flag(doc, "search"));
    set(&mut outputs.api, fields.flag(doc, "api"));
    fields.finish(doc);
    Some(outputs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (SiteSettings, Vec<&'static str>) {
        let mut out = Vec::new();
        let found = read(&"content/site.yaml".into(), text, &mut out).unwrap();
        let mut codes: Vec<_> = out.iter().map(|d| d.code).collect();
        codes.sort_unstable();
        (found, codes)
    }

    #[test]
    fn all_keys() {
        let (found, codes) = read_text(
            "title: The Far Post\ndescription: D\nauthor: A\nlogo: logo.svg\nbase_url: https://example.org/club/\nlanguage: en-GB\ntimezone: asia/qatar\nmenu: [{text: Stories, link: /stories/}]\nhome: {lead: iran-usa, stories: 5, competition: world-cup}\npaginate: 20\nautolink: all\ntheme: {accent: '#c00', colour_scheme: dark, ornament: stripes}\nrules: {own: [goal difference, goals]}\noutputs: {cards: yes, search: false}\nunsafe_html: true\npublish: {live: {to: folder}}\nextra: {a: 1}\n",
        );
        assert_eq!(codes, [""; 0]);
        let site = &found.site;
        assert_eq!((site.base_url.as_deref(), site.base_path()), (Some("https://example.org/club"), "/club"));
        assert_eq!(&*site.timezone, "Asia/Qatar");
        assert_eq!(
            site.home,
            Home { lead: Lead::Slug("iran-usa".into()), stories: 5, competition: Some("world-cup".into()) }
        );
        assert_eq!(site.theme.extra.as_deref(), Some(r#"{"ornament":"stripes"}"#));
        assert!(site.outputs.cards && !site.outputs.search && site.outputs.feeds && site.unsafe_html);
        assert_eq!(found.rule_sets[0].1.len(), 2);
        assert_eq!(found.publish.as_deref(), Some(r#"{"live":{"to":"folder"}}"#));
        assert_eq!((site.paginate, site.autolink), (20, Autolink::All));
    }

    #[test]
    fn defaults_and_faults() {
        let (found, codes) = read_text("title: T\n");
        assert_eq!((codes.len(), &*found.site.timezone, found.site.paginate), (0, "UTC", 50));
        assert_eq!(read_text("").1, ["E0203"]);
        assert_eq!(
            read_text("titel: T\nbase_url: example.org\ntimezone: Europe/Lodnon\nlanguage: 5\npaginate: 0\nmenu: [{text: x}]\noutputs: all\npublish: x\n").1,
            ["E0201", "E0202", "E0202", "E0203", "E0203", "E0205", "E0206", "E0207", "E0207"]
        );
    }
}
