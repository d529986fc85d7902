//! The REST API: what is asked, who may, what is answered and how it refuses.

mod batch;
mod call;
mod collections;
mod columns;
mod composite;
mod describe;
mod describe_field;
mod dispatch;
mod error;
mod limits;
mod paging;
mod query;
mod records;
mod render;
mod resources;
mod session;
mod writes;

pub(crate) use crate::soql::date_text;
pub(crate) use call::{Call, Reply};
pub(crate) use dispatch::{serve, versions};
pub(crate) use error::{ApiError, json_response};
pub(crate) use query::Cursors;
pub(crate) use session::{Caller, bearer};
