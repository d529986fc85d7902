//! The REST API: versions, limits, queries, and how it refuses.

mod error;
mod query;
mod resources;
mod session;

pub(crate) use crate::soql::date_text;
pub(crate) use error::{ApiError, json_response};
pub(crate) use query::{Cursors, page, query};
pub(crate) use resources::{limits, resources, user, versions};
pub(crate) use session::{Caller, bearer, guard};
