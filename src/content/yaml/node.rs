//! A YAML document as plain data.
//!
//! In: what the YAML crate reads, through serde. Out: a [`Node`] that borrows
//! from the text wherever it can and keeps a mapping's keys in their order,
//! twice where they were written twice. Leaner than the crate's own `Value`,
//! which hashes every key and owns every text. Never keeps positions.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A node of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'a> {
    /// Nothing, `null`, `~`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A mapping, in the order written.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl Node<'_> {
    /// What it is, in a reporter's words.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "`true` or `false`",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping of keys and values",
        }
    }

    /// The node as JSON text.
    pub fn to_json(&self) -> String {
        // Writing to memory cannot fail, and every key is a text.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Int(i) => serializer.serialize_i64(*i),
            Self::Float(f) => serializer.serialize_f64(*f),
            Self::Text(t) => serializer.serialize_str(t),
            Self::List(list) => serializer.collect_seq(list),
            Self::Map(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Node::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Node::Text(value.to_string().into()), Node::Int))
    }

    // A number this long is an id of some register, not a quantity.
    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        Ok(Node::Text(value.to_string().into()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(Node::Text(value.to_string().into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Node::Float(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = access.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut map = Vec::new();
        while let Some((Key(key), value)) = access.next_entry()? {
            map.push((key, value));
        }
        Ok(Node::Map(map))
    }

    // `!tag value`: a tag says nothing here, so the value stands for itself.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Self::Value, A::Error> {
        let (Key(_), contents) = access.variant()?;
        contents.newtype_variant()
    }
}

/// A mapping's key: any scalar, as text (`2022:` and `"2022":` are one).
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor).map(Key)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain text as key")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Node<'_> {
        serde_yaml::from_str(text).unwrap()
    }

    #[test]
    fn scalars_are_what_yaml_1_2_says() {
        let node =
            read("[a, NO, on, 2022, 1.10, true, null, ~, '', 22:00, 99999999999999999999, 007, 2022-11-29, !x y]");
        let text = |t: &'static str| Node::Text(t.into());
        assert_eq!(
            node,
            Node::List(vec![
                text("a"),
                text("NO"),
                text("on"),
                Node::Int(2022),
                Node::Float(1.1),
                Node::Bool(true),
                Node::Null,
                Node::Null,
                text(""),
                text("22:00"),
                text("99999999999999999999"),
                text("007"),
                text("2022-11-29"),
                text("y"),
            ])
        );
    }

    #[test]
    fn plain_texts_are_borrowed() {
        let source = "title: Pulisic sends them through\n'quoted': \"a b\"\n";
        let Node::Map(map) = read(source) else { panic!("no mapping") };
        for (key, value) in &map {
            assert!(matches!(key, Cow::Borrowed(_)), "{key}");
            assert!(matches!(value, Node::Text(Cow::Borrowed(_))), "{value:?}");
        }
    }

    #[test]
    fn keys_of_any_scalar_and_in_order_even_twice() {
        let node = read("2022: a\ntrue: b\nz: c\nz: d\n");
        let Node::Map(map) = node else { panic!("no mapping") };
        let keys: Vec<_> = map.iter().map(|(k, _)| k.as_ref()).collect();
        assert_eq!(keys, ["2022", "true", "z", "z"]);
    }

    #[test]
    fn json_text() {
        assert_eq!(read("a: [1, 2.5, x, ~, {b: true}]").to_json(), r#"{"a":[1,2.5,"x",null,{"b":true}]}"#);
        assert_eq!(read("a: .nan").to_json(), r#"{"a":null}"#);
    }
}
