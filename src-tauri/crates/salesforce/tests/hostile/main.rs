//! The adapter against a server that answers whatever it likes: HTML, cut and endless answers,
//! redirects, tokens for other hosts. Numbers are the rows of the project's attack table.

mod canned_server;
mod connections;
mod data_endpoint;
mod inspection;
mod redirects;
mod secrecy;
mod token_endpoint;
