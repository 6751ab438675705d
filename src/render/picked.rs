//! The part of a view that templates name.
//!
//! In: a view, and the names that are made use of. Out: the same view without
//! the fields that nobody asks for, as a Tera value: a match has some hundred
//! fields, and a plain template shows ten of them. Only fields of structs are
//! left out; maps, such as the author's own, stay whole. Never changes a field.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::sync::OnceLock;

use serde::ser::{self, Serialize, Serializer};
use tera::Value;

use super::digest::write_into;
use super::repeated;
use super::uses::Uses;

/// What a template sees of a view, as far as it makes use of it.
///
/// A view that cannot be serialised (a map with keys that are no text) does
/// not exist among ours; such a one would be seen as undefined.
pub(super) fn to_value<T: Serialize + ?Sized>(view: &T, uses: &Uses) -> Value {
    value_of(&Picked { view, uses, keys: Keys::Anew })
}

/// Appends the bytes that stand for a view, as far as it is made use of.
pub(super) fn write_picked<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, view: &T, uses: &Uses) {
    write_into(bytes, &Picked { view, uses, keys: Keys::Anew });
}

/// Both; the digests of what is in it again and again are taken once.
pub(super) fn write_and_make<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, view: &T, uses: &Uses) -> Value {
    let noted = Noted::default();
    write_into(bytes, &Picked { view, uses, keys: Keys::Note(&noted) });
    value_of(&Picked { view, uses, keys: Keys::Take(&noted) })
}

fn value_of(view: &impl Serialize) -> Value {
    Value::try_from_serializable(view).unwrap_or_else(|_| Value::undefined())
}

/// A view of which only the fields are there that are made use of.
struct Picked<'a, T: ?Sized> {
    view: &'a T,
    uses: &'a Uses,
    keys: Keys<'a>,
}

impl<T: Serialize + ?Sized> Serialize for Picked<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = std::any::type_name::<T>().as_ptr().addr();
        self.view.serialize(Picking { inner: serializer, of, uses: self.uses, keys: self.keys })
    }
}

/// Where the digests of repeated views come from.
#[derive(Clone, Copy)]
enum Keys<'a> {
    /// They are taken.
    Anew,
    /// They are taken and noted, in the order of the walk.
    Note(&'a Noted),
    /// They were noted by a walk through the same view.
    Take(&'a Noted),
}

impl Keys<'_> {
    fn of<T: Serialize + ?Sized>(self, view: &T, uses: &Uses) -> u128 {
        if let Self::Take(noted) = self
            && let Some(key) = noted.keys.borrow().get(noted.taken.get())
        {
            noted.taken.set(noted.taken.get() + 1);
            return *key;
        }
        let key = repeated::key(view, uses);
        if let Self::Note(noted) = self {
            noted.keys.borrow_mut().push(key);
        }
        key
    }
}

#[derive(Default)]
struct Noted {
    keys: RefCell<Vec<u128>>,
    taken: Cell<usize>,
}

/// Hands all on to a serialiser of values, or of one of their parts.
struct Picking<'a, S> {
    inner: S,
    /// Where the name of the view's type lies.
    of: usize,
    uses: &'a Uses,
    keys: Keys<'a>,
}

macro_rules! hand_on {
    ($($name:ident: $type:ty,)*) => {$(
        fn $name(self, v: $type) -> Result<S::Ok, S::Error> {
            self.inner.$name(v)
        }
    )*};
}

impl<'a, S: Serializer> Serializer for Picking<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Picking<'a, S::SerializeSeq>;
    type SerializeTuple = Picking<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Picking<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Picking<'a, S::SerializeTupleVariant>;
    type SerializeMap = Picking<'a, S::SerializeMap>;
    type SerializeStruct = PickingFields<'a, S::SerializeStruct>;
    type SerializeStructVariant = PickingFields<'a, S::SerializeStructVariant>;

    hand_on! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64, serialize_unit_struct: &'static str,
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, view: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Picked { view, uses: self.uses, keys: self.keys })
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, view: &T) -> Result<S::Ok, S::Error> {
        if name == repeated::NAME {
            let key = self.keys.of(view, self.uses);
            return if self.inner.is_human_readable() {
                repeated::value(key, view, self.uses).serialize(self.inner)
            } else {
                self.inner.serialize_u128(key)
            };
        }
        self.inner.serialize_newtype_struct(name, &Picked { view, uses: self.uses, keys: self.keys })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        view: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, &Picked { view, uses: self.uses, keys: self.keys })
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        Ok(Picking { inner: self.inner.serialize_seq(len)?, of: self.of, uses: self.uses, keys: self.keys })
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        Ok(Picking { inner: self.inner.serialize_tuple(len)?, of: self.of, uses: self.uses, keys: self.keys })
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        Ok(Picking {
            inner: self.inner.serialize_tuple_struct(name, len)?,
            of: self.of,
            uses: self.uses,
            keys: self.keys,
        })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let inner = self.inner.serialize_tuple_variant(name, index, variant, len)?;
        Ok(Picking { inner, of: self.of, uses: self.uses, keys: self.keys })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        Ok(Picking { inner: self.inner.serialize_map(len)?, of: self.of, uses: self.uses, keys: self.keys })
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        let fields = Fields::of((self.of, name.as_ptr().addr()), len, self.uses);
        Ok(PickingFields {
            inner: self.inner.serialize_struct(name, fields.room(len))?,
            fields,
            uses: self.uses,
            keys: self.keys,
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let fields = Fields::of((self.of, variant.as_ptr().addr()), len, self.uses);
        let inner = self.inner.serialize_struct_variant(name, index, variant, fields.room(len))?;
        Ok(PickingFields { inner, fields, uses: self.uses, keys: self.keys })
    }
}

/// Hands the fields of a struct on that are made use of.
struct PickingFields<'a, S> {
    inner: S,
    fields: Fields<'a>,
    uses: &'a Uses,
    keys: Keys<'a>,
}

/// A type of views, by where its name lies and where the name lies that it
/// goes by in serde: that of a variant, say, or of what it is a reference to.
type TypeKey = (usize, usize);

/// Which fields of a value are made use of.
struct Fields<'a> {
    key: TypeKey,
    /// What an earlier value of its type told.
    known: Option<&'a KnownType>,
    /// Of the fields ahead, a bit each for those that may be made use of, the
    /// next one first: all bits, where nothing is known.
    ahead: i128,
    /// What is learned of them, where nothing is known and not all are made
    /// use of.
    learned: Option<Vec<(&'static str, bool)>>,
}

impl<'a> Fields<'a> {
    fn of(key: TypeKey, len: usize, uses: &'a Uses) -> Self {
        let all = uses.has_all_fields();
        let known = if all { None } else { uses.types().find(key, len) };
        let learned = (!all && known.is_none()).then(Vec::new);
        Self { key, known, ahead: known.map_or(-1, |known| known.used), learned }
    }

    /// How many there will be, of `len`.
    fn room(&self, len: usize) -> usize {
        self.known.map_or(len, |known| known.used.count_ones() as usize)
    }

    /// Goes on to the next one: whether it may be made use of. Short, since it
    /// is asked of every field of every view.
    #[inline]
    fn may_have_next(&mut self) -> bool {
        let may = self.ahead & 1 == 1;
        self.ahead >>= 1;
        may
    }

    /// Whether this one is made use of, of which it may be.
    fn has(&mut self, field: &'static str, uses: &Uses) -> bool {
        if let Some(known) = self.known {
            debug_assert!(known.fields.contains(&field), "types of one key");
            return true;
        }
        let used = uses.has_field(field);
        if let Some(learned) = &mut self.learned {
            learned.push((field, used));
        }
        used
    }

    /// Keeps what was learned.
    fn keep(self, uses: &Uses) {
        if let Some(fields) = self.learned {
            uses.types().learn(self.key, &fields);
        }
    }
}

/// The fields of a type, and which of them are made use of.
#[derive(Debug)]
struct KnownType {
    key: TypeKey,
    fields: Box<[&'static str]>,
    /// A bit for each, the first one lowest; the highest is that of none.
    used: i128,
}

/// What is known of the types of views, for one set of names. It spares a look
/// for each field of a value, and room for those left out; what is missing in
/// it costs time and nothing else. Threads read it without waiting for each
/// other.
#[derive(Debug, Default)]
pub(super) struct KnownTypes(OnceLock<Box<[OnceLock<KnownType>]>>);

impl KnownTypes {
    /// More than there are types of views.
    const PLACES: usize = 1024;
    /// How many places a type may have.
    const TRIES: usize = 8;

    /// What is known of a type of so many fields. Were two types to share a
    /// key, the second would be asked field by field, as is one that skips some.
    fn find(&self, key: TypeKey, len: usize) -> Option<&KnownType> {
        let known = Self::places(self.0.get()?, key).map_while(OnceLock::get).find(|known| known.key == key)?;
        (known.fields.len() == len).then_some(known)
    }

    fn learn(&self, key: TypeKey, fields: &[(&'static str, bool)]) {
        if fields.len() >= i128::BITS as usize {
            return;
        }
        let all = self.0.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(Self::PLACES).collect());
        let used = fields.iter().rev().fold(0, |bits, (_, used)| bits << 1 | i128::from(*used));
        let mut known = KnownType { key, fields: fields.iter().map(|(field, _)| *field).collect(), used };
        for place in Self::places(all, key) {
            match place.set(known) {
                Err(back) if place.get().is_some_and(|other| other.key != key) => known = back,
                _ => return,
            }
        }
    }

    /// The places where a type may stand. Names lie side by side, so all of the
    /// addresses tells them apart.
    fn places(all: &[OnceLock<KnownType>], key: TypeKey) -> impl Iterator<Item = &OnceLock<KnownType>> {
        let mixed = (key.0 as u64).rotate_left(32) ^ key.1 as u64;
        let first = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        (0..Self::TRIES).map(move |next| &all[(first as usize + next) % Self::PLACES])
    }
}

macro_rules! items {
    ($($trait:ident::$method:ident,)*) => {$(
        impl<S: ser::$trait> ser::$trait for Picking<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, view: &T) -> Result<(), S::Error> {
                self.inner.$method(&Picked { view, uses: self.uses, keys: self.keys })
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        }
    )*};
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

impl<S: ser::SerializeMap> ser::SerializeMap for Picking<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, view: &T) -> Result<(), S::Error> {
        self.inner.serialize_value(&Picked { view, uses: self.uses, keys: self.keys })
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

macro_rules! fields {
    ($($trait:ident::$put:ident,)*) => {$(
        impl<S: ser::$trait> PickingFields<'_, S> {
            #[inline(never)]
            fn $put<T: Serialize + ?Sized>(&mut self, key: &'static str, view: &T) -> Result<(), S::Error> {
                if self.fields.has(key, self.uses) {
                    self.inner.serialize_field(key, &Picked { view, uses: self.uses, keys: self.keys })
                } else {
                    self.inner.skip_field(key)
                }
            }
        }

        impl<S: ser::$trait> ser::$trait for PickingFields<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, view: &T) -> Result<(), S::Error> {
                if self.fields.may_have_next() { self.$put(key, view) } else { self.inner.skip_field(key) }
            }

            fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
                // A place among the fields all the same.
                if self.fields.may_have_next() {
                    let _ = self.fields.has(key, self.uses);
                }
                self.inner.skip_field(key)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.fields.keep(self.uses);
                self.inner.end()
            }
        }
    )*};
}

fields! { SerializeStruct::put_field, SerializeStructVariant::put_field_of_variant, }

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::super::shared::{SafeHtml, Shared};
    use super::*;

    #[derive(Serialize)]
    struct Inner<T> {
        a: T,
        b: Option<&'static str>,
    }

    #[derive(Serialize)]
    enum Kind {
        Plain,
        One(u8),
        Two(i16, char),
        Named { x: f32, y: bool },
    }

    #[derive(Serialize)]
    struct Outer {
        list: Vec<Inner<u32>>,
        other: Inner<(i64, String)>,
        kinds: Vec<Kind>,
        by_name: BTreeMap<&'static str, i8>,
        nothing: (),
        ready: Shared,
        html: SafeHtml,
    }

    fn outer() -> Outer {
        Outer {
            list: (0..3).map(|a| Inner { a, b: (a % 2 == 0).then_some("even") }).collect(),
            other: Inner { a: (-1, "x".repeat(40)), b: None },
            kinds: vec![Kind::Plain, Kind::One(1), Kind::Two(2, 'é'), Kind::Named { x: 0.5, y: true }],
            by_name: BTreeMap::from([("z", 1), ("a", -2)]),
            nothing: (),
            ready: Shared::new(&Inner { a: 1, b: None }),
            html: SafeHtml("<b>".to_owned()),
        }
    }

    #[test]
    fn a_template_that_may_see_all_sees_what_tera_makes() {
        let view = outer();
        let (ours, theirs) = (to_value(&view, &Uses::default()), Value::from_serializable(&view));
        assert_eq!(ours, theirs);
        assert_eq!(ours.to_string(), theirs.to_string());
        let html = ours.as_map().and_then(|map| map.get(&tera::value::Key::Str("html")));
        assert!(html.is_some_and(Value::is_safe));
    }

    #[test]
    fn types_of_one_name_are_told_apart() {
        #[derive(Serialize)]
        struct Inner {
            b: u8,
            a: u8,
            c: u8,
        }
        let uses = Uses::of(["{{ a }}{{ c }}"]);
        for _ in 0..2 {
            assert_eq!(to_value(&super::tests::Inner { a: 1, b: None }, &uses).to_string(), r#"{"a": 1}"#);
            assert_eq!(to_value(&Inner { b: 2, a: 1, c: 3 }, &uses).to_string(), r#"{"a": 1, "c": 3}"#);
        }
    }

    #[test]
    fn only_what_is_named_is_made() {
        let uses = Uses::of(["{% for x in list %}{{ x.a }}{% endfor %}{{ by_name.z }}{{ ready }}"]);
        let seen = to_value(&outer(), &uses).to_string();
        let expected =
            r#"{"list": [{"a": 0}, {"a": 1}, {"a": 2}], "by_name": {"a": -2, "z": 1}, "ready": {"a": 1, "b": }}"#;
        assert_eq!(seen, expected);
    }
}
