//! Parameters, in a form both engines bind.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A parameter of a statement. Borrowed and `Copy`, so that a call allocates nothing for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// NULL, of any type.
    Null,
    /// Text, an identifier or a code.
    Text(&'a str),
    /// A number, or an instant in microseconds since 1970 UTC.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// Bytes.
    Blob(&'a [u8]),
    /// JSON text. PostgreSQL keeps the meaning, not the spelling: spaces and key order can change.
    Json(&'a str),
    /// A floating-point number.
    Real(f64),
}

impl Value<'_> {
    /// Returns whether a text holds the character NUL: PostgreSQL refuses it in texts, and its escape in JSON.
    pub(super) fn holds_nul(&self) -> bool {
        match self {
            Self::Text(text) => text.contains('\0'),
            Self::Json(json) => json.contains('\0') || escapes_nul(json),
            Self::Null | Self::Int(_) | Self::Bool(_) | Self::Blob(_) | Self::Real(_) => false,
        }
    }
}

/// Returns whether a JSON text holds the escape of NUL, and not an escaped backslash before the same digits.
fn escapes_nul(json: &str) -> bool {
    json.match_indices("\\u0000").any(|(at, _)| {
        let before = json[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        before % 2 == 0
    })
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Int(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Blob(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Blob(bytes)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Text(text) | Self::Json(text) => ValueRef::Text(text.as_bytes()),
            Self::Int(number) => ValueRef::Integer(number),
            Self::Bool(truth) => ValueRef::Integer(truth.into()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
            Self::Real(number) => ValueRef::Real(number),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match *self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Text(text) | Self::Json(text) => match *ty {
                Type::JSONB => {
                    // The binary form of jsonb is a version byte, then the text.
                    out.extend_from_slice(&[1]);
                    out.extend_from_slice(text.as_bytes());
                }
                Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::JSON => {
                    out.extend_from_slice(text.as_bytes());
                }
                _ => return mismatch("text", ty),
            },
            Self::Int(number) => match *ty {
                Type::INT8 => out.extend_from_slice(&number.to_be_bytes()),
                Type::INT4 => out.extend_from_slice(&i32::try_from(number)?.to_be_bytes()),
                Type::INT2 => out.extend_from_slice(&i16::try_from(number)?.to_be_bytes()),
                _ => return mismatch("a number", ty),
            },
            Self::Bool(truth) if *ty == Type::BOOL => out.extend_from_slice(&[u8::from(truth)]),
            Self::Bool(_) => return mismatch("a boolean", ty),
            Self::Blob(bytes) if *ty == Type::BYTEA => out.extend_from_slice(bytes),
            Self::Blob(_) => return mismatch("bytes", ty),
            Self::Real(number) if *ty == Type::FLOAT8 => out.extend_from_slice(&number.to_be_bytes()),
            Self::Real(_) => return mismatch("a floating-point number", ty),
        }
        Ok(IsNull::No)
    }

    // The accepted types depend on the variant, which is not known here; `to_sql` decides.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn mismatch(given: &str, wanted: &Type) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
    Err(format!("{given} was given where {wanted} is wanted").into())
}
