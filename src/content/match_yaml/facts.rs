//! Facts on grounds and names that stand in a file of the record.
//!
//! In: `venues:`, a list of grounds, and `family_names:`, persons whose family
//! name is in capitals. Out: what a list of grounds or a source with such names
//! tells. Never resolves a name.

use super::super::forms::shown;
use super::super::name_case::tidy_name_and_family;
use super::super::profile::coordinates;
use super::super::raw::{RawRecord, RawVenueFacts, Spot};
use super::super::yaml::{Doc, Fields, Node, Way, scalar};

/// The code of a name that shows no family name.
const NO_FAMILY: &str = "E0218";

/// Reads `venues:`.
pub(super) fn venues(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, record: &mut RawRecord) {
    fields.each(doc, "venues", |doc, node, way| {
        let spot = if let Way::Index(_, i) = way { Spot::Item(*i as u32) } else { Spot::Item(0) };
        let Some(mut fields) = Fields::open(doc, node, *way, "a ground with `name` and `city`") else { return };
        let name = fields.required(doc, "name", "the ground's name").map(|name| doc.sym(&name));
        let city = fields.name(doc, "city");
        let country = fields.name(doc, "country");
        let timezone = fields.name(doc, "timezone");
        let capacity = fields.number(doc, "capacity", 0..=2_000_000);
        let coordinates = coordinates(doc, &mut fields);
        fields.finish(doc);
        let facts = name.map(|name| RawVenueFacts { spot, name, city, country, timezone, capacity, coordinates });
        record.venues.extend(facts);
    });
}

/// Reads `family_names:`, names as `Christian PULISIC`, or `{name, family}`
/// where capitals cannot tell it.
pub(super) fn family_names(doc: &mut Doc<'_>, fields: &mut Fields<'_, '_>, record: &mut RawRecord) {
    fields.each(doc, "family_names", |doc, node, way| {
        if let Node::Map(_) = node {
            let Some(mut fields) = Fields::open(doc, node, *way, "a name with `name` and `family`") else { return };
            let name = fields.required(doc, "name", "the whole name").map(|name| doc.sym(&name));
            let family = fields.required(doc, "family", "the family name in it").map(|family| doc.sym(&family));
            fields.finish(doc);
            record.families.extend(name.zip(family));
            return;
        }
        let Some(text) = scalar::text(doc, node, way, "a name such as `Christian PULISIC`") else { return };
        let (name, family) = tidy_name_and_family(&text);
        match family {
            Some(family) => record.families.push((doc.sym(&name), doc.sym(&family))),
            None => doc.error_with_help(
                NO_FAMILY,
                format!("`{}` does not show the family name", shown(&text)),
                way,
                "write the family name in capitals: `Christian PULISIC`",
            ),
        }
    });
}
