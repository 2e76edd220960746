//! Tables for spreadsheet programs.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::refusal::Refusal;

/// Lines as a file of this name. A mark before them says that they are UTF-8, which spreadsheet programs do not guess.
pub fn answer(
    name: &str,
    lines: impl IntoIterator<Item = impl Serialize>,
) -> Result<Response, Refusal> {
    let mut sheet = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    for line in lines {
        sheet.serialize(line).map_err(anyhow::Error::from)?;
    }
    let sheet = sheet.into_inner().map_err(|error| Refusal::Ours(error.into_error().into()))?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
    let name = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""));
    Ok(([kind, name], sheet).into_response())
}
