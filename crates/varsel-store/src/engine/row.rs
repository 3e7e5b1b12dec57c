//! Typed access to the columns of a row, equal on both engines.

use std::error::Error;

use postgres::types::{FromSql, Type};
use rusqlite::types::ValueRef;

use crate::StoreError;

/// One row of a result. Columns are counted from 0; text and bytes are borrowed from the row.
pub struct Row<'r> {
    pub(super) statement: &'static str,
    pub(super) inner: RowInner<'r>,
}

pub(super) enum RowInner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// Text, an identifier or a code.
    pub fn text(&self, column: usize) -> Result<&str, StoreError> {
        self.present(column, self.opt_text(column)?)
    }

    /// Text, or `None`.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, StoreError> {
        self.get::<TextCell<'_>>(column).map(|cell| cell.map(|cell| cell.0))
    }

    /// A number, or an instant in microseconds since 1970 UTC.
    pub fn int(&self, column: usize) -> Result<i64, StoreError> {
        self.present(column, self.opt_int(column)?)
    }

    /// A number, or `None`.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        self.get::<IntCell>(column).map(|cell| cell.map(|cell| cell.0))
    }

    /// True or false.
    pub fn bool(&self, column: usize) -> Result<bool, StoreError> {
        self.present(column, self.opt_bool(column)?)
    }

    /// True, false or `None`.
    pub fn opt_bool(&self, column: usize) -> Result<Option<bool>, StoreError> {
        self.get::<BoolCell>(column).map(|cell| cell.map(|cell| cell.0))
    }

    /// Bytes.
    pub fn blob(&self, column: usize) -> Result<&[u8], StoreError> {
        self.present(column, self.opt_blob(column)?)
    }

    /// Bytes, or `None`.
    pub fn opt_blob(&self, column: usize) -> Result<Option<&[u8]>, StoreError> {
        self.get::<BlobCell<'_>>(column).map(|cell| cell.map(|cell| cell.0))
    }

    /// JSON text.
    pub fn json(&self, column: usize) -> Result<&str, StoreError> {
        self.text(column)
    }

    /// JSON text, or `None`.
    pub fn opt_json(&self, column: usize) -> Result<Option<&str>, StoreError> {
        self.opt_text(column)
    }

    /// A floating-point number.
    pub fn real(&self, column: usize) -> Result<f64, StoreError> {
        self.present(column, self.opt_real(column)?)
    }

    /// A floating-point number, or `None`.
    pub fn opt_real(&self, column: usize) -> Result<Option<f64>, StoreError> {
        self.get::<RealCell>(column).map(|cell| cell.map(|cell| cell.0))
    }

    /// An error about a column with an invalid value, such as an unknown code.
    pub fn invalid(&self, column: usize, problem: impl Into<String>) -> StoreError {
        StoreError::Row { statement: self.statement, column, problem: problem.into() }
    }

    fn present<T>(&self, column: usize, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| self.invalid(column, "no value where one is required"))
    }

    fn get<'s, C: Cell<'s>>(&'s self, column: usize) -> Result<Option<C>, StoreError> {
        match self.inner {
            RowInner::Sqlite(row) => match row.get_ref(column) {
                Ok(ValueRef::Null) => Ok(None),
                Ok(value) => match C::from_sqlite(value) {
                    Some(cell) => Ok(Some(cell)),
                    None => Err(self.invalid(column, format!("unexpected type {}", value.data_type()))),
                },
                Err(error) => Err(self.invalid(column, error.to_string())),
            },
            RowInner::Postgres(row) => row.try_get::<_, Option<C>>(column).map_err(|error| {
                let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                self.invalid(column, cause)
            }),
        }
    }
}

/// A column's value, as returned by either driver.
trait Cell<'c>: FromSql<'c> {
    /// Reads a value that is not NULL; `None` if its type does not fit.
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self>;
}

struct TextCell<'c>(&'c str);
struct IntCell(i64);
struct BoolCell(bool);
struct BlobCell<'c>(&'c [u8]);
struct RealCell(f64);

type Problem = Box<dyn Error + Sync + Send>;

impl<'c> Cell<'c> for TextCell<'c> {
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self> {
        value.as_str().ok().map(Self)
    }
}

impl<'c> FromSql<'c> for TextCell<'c> {
    fn from_sql(ty: &Type, raw: &'c [u8]) -> Result<Self, Problem> {
        let text = if *ty == Type::JSONB {
            // The binary form of jsonb is a version byte, then the text.
            raw.strip_prefix(&[1]).ok_or("unknown version of jsonb")?
        } else {
            raw
        };
        Ok(Self(std::str::from_utf8(text)?))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::JSON | Type::JSONB
        )
    }
}

impl<'c> Cell<'c> for IntCell {
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self> {
        value.as_i64().ok().map(Self)
    }
}

impl<'c> FromSql<'c> for IntCell {
    fn from_sql(ty: &Type, raw: &'c [u8]) -> Result<Self, Problem> {
        Ok(Self(match *ty {
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

impl<'c> Cell<'c> for BoolCell {
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self> {
        match value {
            ValueRef::Integer(0) => Some(Self(false)),
            ValueRef::Integer(1) => Some(Self(true)),
            _ => None,
        }
    }
}

impl<'c> FromSql<'c> for BoolCell {
    fn from_sql(ty: &Type, raw: &'c [u8]) -> Result<Self, Problem> {
        bool::from_sql(ty, raw).map(Self)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::BOOL
    }
}

impl<'c> Cell<'c> for BlobCell<'c> {
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self> {
        value.as_blob().ok().map(Self)
    }
}

impl<'c> FromSql<'c> for BlobCell<'c> {
    fn from_sql(_: &Type, raw: &'c [u8]) -> Result<Self, Problem> {
        Ok(Self(raw))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::BYTEA
    }
}

impl<'c> Cell<'c> for RealCell {
    fn from_sqlite(value: ValueRef<'c>) -> Option<Self> {
        value.as_f64().ok().map(Self)
    }
}

impl<'c> FromSql<'c> for RealCell {
    fn from_sql(ty: &Type, raw: &'c [u8]) -> Result<Self, Problem> {
        f64::from_sql(ty, raw).map(Self)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::FLOAT8
    }
}
