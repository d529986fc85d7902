//! The UI on recorded answers, served as the shell serves the real one: the same content policy,
//! the same files.

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Serves until it is dropped.
pub struct Pages {
    pub origin: String,
    server: JoinHandle<()>,
}

struct Files {
    folder: PathBuf,
    policy: String,
}

impl Pages {
    pub async fn serve() -> anyhow::Result<Self> {
        let folder = Path::new(ROOT).join("ui/node_modules/.replay");
        ensure!(
            folder.join("index.html").exists(),
            "the UI on recorded answers is not built: `npm run build:replay --prefix ui`"
        );
        let config = std::fs::read_to_string(Path::new(ROOT).join("tauri.conf.json"))?;
        let config: Value = serde_json::from_str(&config)?;
        let policy = config["app"]["security"]["csp"]
            .as_str()
            .context("the content policy")?
            .to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let files = Arc::new(Files { folder, policy });
        let router = Router::new().fallback(file).with_state(files);
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.ok();
        });
        Ok(Self { origin, server })
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn file(State(files): State<Arc<Files>>, uri: Uri) -> Response {
    let path = Path::new(uri.path().trim_start_matches('/'));
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let path = match path.as_os_str().is_empty() {
        true => Path::new("index.html"),
        false => path,
    };
    let kind = match path.extension().and_then(|one| one.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    match std::fs::read(files.folder.join(path)) {
        Ok(content) if inside => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, files.policy.as_str()),
            ],
            content,
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
