//! The desktop shell: the only shipped code that names Tauri. It wires the engines to the window,
//! the browser, the clipboard and the URI scheme.

mod alerts;
mod clipboard;
mod commands;
pub mod composition;
mod events;
mod file_dialog;
pub mod flavor;
mod host;
mod ingress;
pub mod logging;
pub mod start_failure;
mod startup;
mod window;

use anyhow::Context as _;
pub use commands::with_commands;
use composition::{DesktopConsole, Parts};
use events::Events;
use file_dialog::FileDialog;
use flavor::FLAVOR;
use host::{DesktopHost, person};
use ingress::Ingress;
use lpc_core::alert::Alert;
use lpc_core::clock::SystemClock;
use lpc_core::login::CallbackRefusal;
use lpc_core::login::callback::CallbackAddresses;
use lpc_core::notice::Notice;
use lpc_core::part::Part;
use lpc_core::secret::Secret;
use lpc_platform::{InstanceLock, OsKeyStore};
use startup::Startup;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tauri::{App, AppHandle, Builder, Context, Manager, RunEvent, Runtime};
use window::Focus;

/// A callback waits this often, and this long each time, for a locked key store.
const KEY_STORE_TRIES: u32 = 60;
const KEY_STORE_PAUSE: Duration = Duration::from_secs(3);

/// Runs the console until its window is closed.
pub fn run() -> ExitCode {
    flavor::drop_hostile_variables();
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report_start_failure(&error);
            ExitCode::FAILURE
        }
    }
}

fn report_start_failure(error: &anyhow::Error) {
    tracing::error!(error = format!("{error:#}"), "the console could not start");
    eprintln!("LPC Admin Console could not start: {error:#}");
}

fn start() -> anyhow::Result<()> {
    let ingress = Arc::new(Ingress::new(CallbackAddresses::new(FLAVOR.scheme)));
    let events = Arc::new(Events::default());
    let focus = Arc::new(Focus::default());
    let app = plugins(Builder::default(), &ingress, &focus);
    let (setup_ingress, setup_focus) = (Arc::clone(&ingress), Arc::clone(&focus));
    let app = with_commands(app)
        .setup(move |app| {
            if let Err(error) = set_up(app, &setup_ingress, &events, &setup_focus) {
                // Handed back, Tauri would panic with it.
                report_start_failure(&error);
                std::process::exit(1);
            }
            Ok(())
        })
        .build(context())?;
    app.run(move |app, event| match event {
        RunEvent::Exit => finish(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            ingress.offer(urls.iter().map(url_text), "open event");
            focus.request(app);
        }
        _ => {}
    });
    Ok(())
}

#[cfg(target_os = "macos")]
fn url_text(url: &tauri::Url) -> &str {
    url.as_str()
}

/// The configuration of tauri.conf.json with the flavor's identifier and scheme.
pub fn context<R: Runtime>() -> Context<R> {
    let mut context = tauri::generate_context!();
    let config = context.config_mut();
    FLAVOR.scheme.clone_into(&mut config.identifier);
    config.plugins.0.insert(
        "deep-link".to_owned(),
        serde_json::json!({ "desktop": { "schemes": [FLAVOR.scheme] } }),
    );
    context
}

/// Makes the state that the commands work with; a test of the permissions needs no desktop.
pub fn manage<R: Runtime, M: Manager<R>>(
    manager: &M,
    console: Arc<DesktopConsole>,
    folder: PathBuf,
) {
    let app = manager.app_handle().clone();
    let files = FileDialog::of(&app);
    let zoom = move |percent| window::zoom(&app, percent);
    // Where there is none the log was not started, and neither was the console.
    let logs = manager.path().app_log_dir();
    let logs = logs.unwrap_or_else(|_| folder.clone());
    manager.manage(Arc::new(DesktopHost::new(
        console, folder, logs, files, zoom,
    )));
}

/// The plugins; single-instance must be the first, so that a second process ends before it opens
/// anything. macOS has one instance by itself.
#[cfg(not(target_os = "macos"))]
fn plugins<R: Runtime>(
    builder: Builder<R>,
    ingress: &Arc<Ingress>,
    focus: &Arc<Focus>,
) -> Builder<R> {
    let (ingress, focus) = (Arc::clone(ingress), Arc::clone(focus));
    builder
        .plugin(tauri_plugin_single_instance::init(
            move |app, arguments, _folder| {
                ingress.offer(
                    arguments.iter().skip(1).map(String::as_str),
                    "second instance",
                );
                focus.request(app);
            },
        ))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
}

#[cfg(target_os = "macos")]
fn plugins<R: Runtime>(builder: Builder<R>, _: &Arc<Ingress>, _: &Arc<Focus>) -> Builder<R> {
    builder.plugin(tauri_plugin_dialog::init())
}

/// Opens the window in any case: with the console, or with what keeps it from starting.
fn set_up<R: Runtime>(
    app: &mut App<R>,
    ingress: &Arc<Ingress>,
    events: &Arc<Events>,
    focus: &Arc<Focus>,
) -> anyhow::Result<()> {
    app.manage(Arc::clone(events));
    // The local folder: a roaming one may lie on a network share, where SQLite is not safe.
    let folder = app.path().app_local_data_dir().context("the data folder")?;
    let notify = notifier(app.handle(), events, focus);
    let alert = alerts::shown_by_desktop(app.handle(), focus);
    let attempt = {
        let (handle, folder) = (app.handle().clone(), folder.clone());
        let ingress = Arc::clone(ingress);
        move || {
            start_console(
                &handle,
                &folder,
                &ingress,
                Arc::clone(&notify),
                Arc::clone(&alert),
            )
        }
    };
    let startup = Arc::new(Startup::new(folder, attempt));
    startup.begin();
    app.manage(startup);
    window::open(app.handle())?;
    watch_window(app.handle());
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .filter_map(|argument| argument.into_string().ok())
        .collect();
    ingress.offer(arguments.iter().map(String::as_str), "cold start");
    register_scheme(app.handle().clone());
    Ok(())
}

/// Opens the data and sets the engines going. Whatever fails leaves nothing behind that would be in
/// the way of the next attempt.
fn start_console<R: Runtime>(
    app: &AppHandle<R>,
    folder: &Path,
    ingress: &Arc<Ingress>,
    notify: Arc<dyn Fn(Notice) + Send + Sync>,
    alert: Arc<dyn Fn(Alert) + Send + Sync>,
) -> anyhow::Result<()> {
    lpc_platform::private_folder(folder)
        .with_context(|| format!("the data folder {} cannot be used", folder.display()))?;
    if app.try_state::<logging::Guard>().is_none() {
        let logs = app.path().app_log_dir().context("the log folder")?;
        lpc_platform::private_folder(&logs)
            .with_context(|| format!("the log folder {} cannot be used", logs.display()))?;
        app.manage(logging::start(&logs)?);
    }
    let lock = InstanceLock::acquire(folder)?;
    let console = composition::compose(
        folder,
        Parts {
            key_store: Arc::new(OsKeyStore::new(FLAVOR.scheme)?),
            trusted: flavor::trusted_hosts()?,
            clock: Arc::new(SystemClock),
            callbacks: CallbackAddresses::new(FLAVOR.scheme),
            notify,
            alert,
        },
    )?;
    tauri::async_runtime::block_on(console.reconcile_with_vault())?;
    app.manage(lock);
    manage(app, Arc::clone(&console), folder.to_owned());
    watch_window(app);
    tauri::async_runtime::spawn(take_callbacks(Arc::clone(&console), Arc::clone(ingress)));
    tauri::async_runtime::spawn(Arc::clone(&console.scheduler).run());
    tracing::info!(
        version = FLAVOR.version,
        demo = FLAVOR.demo,
        "the console started"
    );
    Ok(())
}

/// Once both the window and the engines are there, the engines hear whether anyone can see it.
fn watch_window<R: Runtime>(app: &AppHandle<R>) {
    use lpc_api::host::Host as _;
    if let Some(host) = app.try_state::<Arc<DesktopHost>>() {
        window::zoom(app, host.engine().preferences.settings().zoom_percent);
        let watching = Arc::clone(host.engine());
        window::watch(app, move |hidden| watching.scheduler.set_hidden(hidden));
    }
}

fn notifier<R: Runtime>(
    app: &AppHandle<R>,
    events: &Arc<Events>,
    focus: &Arc<Focus>,
) -> Arc<dyn Fn(Notice) + Send + Sync> {
    let (app, events, focus) = (app.clone(), Arc::clone(events), Arc::clone(focus));
    Arc::new(move |notice| {
        if matches!(notice, Notice::CallbackAccepted(_)) {
            focus.request(&app);
        }
        events.send(notice);
    })
}

async fn take_callbacks(console: Arc<DesktopConsole>, ingress: Arc<Ingress>) {
    let Some(mut queue) = ingress.take() else {
        return;
    };
    while let Some(raw) = queue.recv().await {
        let taking = take_callback(Arc::clone(&console), raw);
        console.tasks.run(Part::Callbacks, taking).await.ok();
    }
}

async fn take_callback(console: Arc<DesktopConsole>, raw: Secret) {
    let actor = person();
    for _ in 0..KEY_STORE_TRIES {
        let accepted = console.connections.accept_callback(&actor, raw.expose());
        match accepted.await {
            Ok(()) => tracing::info!("a callback was accepted"),
            // The person may be typing the key store's password just now.
            Err(CallbackRefusal::KeyStore) => {
                tokio::time::sleep(KEY_STORE_PAUSE).await;
                continue;
            }
            Err(refusal) => tracing::info!(outcome = %refusal, "a callback was refused"),
        }
        return;
    }
}

/// Registers the scheme for this person where no installer did it, beside the start of the window:
/// it runs desktop tools that take their time. macOS registers it with the bundle.
#[cfg(not(target_os = "macos"))]
fn register_scheme<R: Runtime>(app: AppHandle<R>) {
    use tauri_plugin_deep_link::DeepLinkExt as _;
    std::thread::spawn(move || {
        let links = app.deep_link();
        let registered = links.is_registered(FLAVOR.scheme).unwrap_or(false);
        // Registered again even so: an update may have moved the executable.
        match links.register(FLAVOR.scheme) {
            Ok(()) => tracing::info!(before = registered, "the URI scheme is registered"),
            Err(error) => {
                tracing::warn!(%error, "the URI scheme cannot be registered; Paste the address still works")
            }
        }
    });
}

#[cfg(target_os = "macos")]
fn register_scheme<R: Runtime>(_app: AppHandle<R>) {}

/// Waits for a refresh under way: cutting it could lose a rotated token.
fn finish<R: Runtime>(app: &AppHandle<R>) {
    if let Some(host) = app.try_state::<Arc<DesktopHost>>() {
        use lpc_api::host::Host as _;
        let console = Arc::clone(host.engine());
        tauri::async_runtime::block_on(async move { console.connections.settle().await });
    }
}
