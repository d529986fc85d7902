//! The whole console for a plain browser in development: the real engine on two stand-ins, behind
//! HTTP instead of a window. `cargo xtask dev` starts it and the UI with hot reload beside it.

mod console;
mod host;
mod key_store;
mod server;

use anyhow::Context as _;
use lexopt::prelude::*;
use std::path::PathBuf;

const USAGE: &str = "lpc-dev-host --folder DATA --ui http://localhost:PORT [--port N] [--users N]";

/// What the command line asks for.
struct Options {
    /// Where both databases go.
    folder: PathBuf,
    /// The one origin whose pages may call.
    ui: String,
    port: u16,
    users: usize,
}

#[tokio::main]
#[allow(clippy::print_stdout, reason = "xtask reads where it listens")]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()),
        )
        .init();
    let options = options().context(USAGE)?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", options.port)).await?;
    let port = listener.local_addr()?.port();
    let (events, _) = tokio::sync::broadcast::channel(server::BACKLOG);
    let console = console::start(&options.folder, port, options.users, events.clone()).await?;
    println!("listening on http://localhost:{port}");
    println!("production on {}", console.production.origin());
    println!("sandbox on {}", console.sandbox.origin());
    let router = server::router(console.host.clone(), events, port, options.ui);
    tokio::select! {
        served = axum::serve(listener, router) => served?,
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    console.settle().await;
    Ok(())
}

fn options() -> Result<Options, lexopt::Error> {
    let (mut folder, mut ui, mut port, mut users) = (None, None, 0, 5_000);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("folder") => folder = Some(PathBuf::from(parser.value()?)),
            Long("ui") => ui = Some(parser.value()?.string()?),
            Long("port") => port = parser.value()?.parse()?,
            Long("users") => users = parser.value()?.parse()?,
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Options {
        folder: folder.ok_or("--folder is missing")?,
        ui: ui.ok_or("--ui is missing")?,
        port,
        users,
    })
}
