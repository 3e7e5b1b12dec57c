//! Conversions between the domain's types and portable columns.

use jiff::Timestamp;
use varsel_core::coded::Coded;

use crate::{Row, StoreError};

/// Microseconds since the Unix epoch, as stored.
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The error for a stored text that its column should not contain: the database was changed by something else.
pub(crate) fn corrupt(what: &str, found: &str) -> StoreError {
    StoreError::Corrupt(format!("{what}: `{}`", found.chars().take(80).collect::<String>()))
}

pub(crate) fn instant(value: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(value).map_err(|_| corrupt("instant", &value.to_string()))
}

pub(crate) fn instant_at(row: &Row<'_>, column: usize) -> Result<Timestamp, StoreError> {
    instant(row.int(column)?)
}

pub(crate) fn opt_instant_at(row: &Row<'_>, column: usize) -> Result<Option<Timestamp>, StoreError> {
    row.opt_int(column)?.map(instant).transpose()
}

pub(crate) fn id_at<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    let text = row.text(column)?;
    text.parse().map_err(|_| corrupt("id", text))
}

pub(crate) fn opt_id_at<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> Result<Option<T>, StoreError> {
    row.opt_text(column)?.map(|text| text.parse().map_err(|_| corrupt("id", text))).transpose()
}

pub(crate) fn code_at<T: Coded>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    let text = row.text(column)?;
    T::from_code(text).map_err(|_| corrupt("code", text))
}

pub(crate) fn opt_code_at<T: Coded>(row: &Row<'_>, column: usize) -> Result<Option<T>, StoreError> {
    row.opt_text(column)?.map(|text| T::from_code(text).map_err(|_| corrupt("code", text))).transpose()
}

pub(crate) fn owned(row: &Row<'_>, column: usize) -> Result<String, StoreError> {
    row.text(column).map(str::to_owned)
}

pub(crate) fn opt_owned(row: &Row<'_>, column: usize) -> Result<Option<String>, StoreError> {
    Ok(row.opt_text(column)?.map(str::to_owned))
}
