//! The tables of Salesforce's documented behaviour, row by row.
