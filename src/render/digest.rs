//! Digests of views.
//!
//! In: anything serialisable. Out: bytes that differ whenever two views
//! differ, and the hash of them. The form is compact and not meant to be read
//! back: every text carries its length and every list its end, so that no two
//! different views write the same bytes. Never allocates per field.

use std::fmt::Display;

use serde::ser::{self, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// The digest of one view.
pub fn digest_of<T: Serialize + ?Sized>(view: &T) -> u64 {
    let mut bytes = Vec::with_capacity(512);
    write_into(&mut bytes, view);
    xxh3_64(&bytes)
}

/// Appends the bytes that stand for a view.
pub fn write_into<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, view: &T) {
    if view.serialize(&mut Sink(bytes)).is_err() {
        // Only a view whose own `Serialize` gives up comes here. Ours do not;
        // the mark keeps two such views from looking like nothing at all.
        bytes.extend_from_slice(b"\xfeunserialisable");
    }
}

struct Sink<'b>(&'b mut Vec<u8>);

/// The error of a view that gives up on being serialised.
#[derive(Debug)]
struct GaveUp;

impl Display for GaveUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the view cannot be serialised")
    }
}

impl std::error::Error for GaveUp {}

impl ser::Error for GaveUp {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

const NONE: u8 = 0;
const SOME: u8 = 1;
const END: u8 = 2;
const ITEM: u8 = 3;

macro_rules! number {
    ($($name:ident: $type:ty,)*) => {$(
        fn $name(self, v: $type) -> Result<(), GaveUp> {
            self.0.extend_from_slice(&v.to_le_bytes());
            Ok(())
        }
    )*};
}

impl ser::Serializer for &mut Sink<'_> {
    type Ok = ();
    type Error = GaveUp;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    number! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64,
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, v: bool) -> Result<(), GaveUp> {
        self.0.push(u8::from(v));
        Ok(())
    }

    fn serialize_char(self, v: char) -> Result<(), GaveUp> {
        self.serialize_u32(u32::from(v))
    }

    fn serialize_str(self, v: &str) -> Result<(), GaveUp> {
        self.serialize_bytes(v.as_bytes())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<(), GaveUp> {
        self.0.extend_from_slice(&(v.len() as u32).to_le_bytes());
        self.0.extend_from_slice(v);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), GaveUp> {
        self.0.push(NONE);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), GaveUp> {
        self.0.push(SOME);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), GaveUp> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), GaveUp> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), GaveUp> {
        self.serialize_u32(index)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), GaveUp> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), GaveUp> {
        self.0.extend_from_slice(&index.to_le_bytes());
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, GaveUp> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, GaveUp> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, GaveUp> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Result<Self, GaveUp> {
        self.0.extend_from_slice(&index.to_le_bytes());
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, GaveUp> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, GaveUp> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, index: u32, _: &'static str, _: usize) -> Result<Self, GaveUp> {
        self.0.extend_from_slice(&index.to_le_bytes());
        Ok(self)
    }
}

macro_rules! list {
    ($($trait:ident::$method:ident,)*) => {$(
        impl ser::$trait for &mut Sink<'_> {
            type Ok = ();
            type Error = GaveUp;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), GaveUp> {
                self.0.push(ITEM);
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), GaveUp> {
                self.0.push(END);
                Ok(())
            }
        }
    )*};
}

list! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

impl ser::SerializeMap for &mut Sink<'_> {
    type Ok = ();
    type Error = GaveUp;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), GaveUp> {
        self.0.push(ITEM);
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), GaveUp> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), GaveUp> {
        self.0.push(END);
        Ok(())
    }
}

// The fields of a struct are always the same ones in the same order (no view
// skips any), so that their names need not be written.
macro_rules! fields {
    ($($trait:ident,)*) => {$(
        impl ser::$trait for &mut Sink<'_> {
            type Ok = ();
            type Error = GaveUp;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), GaveUp> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), GaveUp> {
                Ok(())
            }
        }
    )*};
}

fields! { SerializeStruct, SerializeStructVariant, }

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn texts_that_join_to_the_same_letters_differ() {
        assert_ne!(digest_of(&("ab", "c")), digest_of(&("a", "bc")));
        assert_ne!(digest_of(&vec!["ab"]), digest_of(&vec!["a", "b"]));
    }

    #[test]
    fn nested_lists_differ_by_where_they_end() {
        assert_ne!(digest_of(&vec![vec![1u8], vec![2]]), digest_of(&vec![vec![1u8, 2], vec![]]));
    }

    #[test]
    fn nothing_differs_from_zero_and_from_the_empty_text() {
        assert_ne!(digest_of(&None::<u8>), digest_of(&Some(0u8)));
        assert_ne!(digest_of(&None::<&str>), digest_of(&Some("")));
    }

    #[test]
    fn maps_differ_by_key_and_by_value() {
        let map = |k: &'static str, v: u8| BTreeMap::from([(k, v)]);
        assert_ne!(digest_of(&map("a", 1)), digest_of(&map("b", 1)));
        assert_ne!(digest_of(&map("a", 1)), digest_of(&map("a", 2)));
        assert_eq!(digest_of(&map("a", 1)), digest_of(&map("a", 1)));
    }
}
