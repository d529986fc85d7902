//! The adapter against the stand-in Salesforce, over HTTP: the whole way from the address that the
//! browser opens to the last page of users.

mod bench;
mod directory;
mod inspection;
mod login;
mod outage;
mod refresh;
