//! Serves a stand-in Salesforce from the command line.

use std::error::Error;
use std::process::ExitCode;

use lexopt::prelude::*;
use salesforce_sim::{App, Config, Sim, Tls};

/// What `--help` prints. The defaults are told, as nobody logs in without them.
fn usage() -> String {
    let known = Config::default();
    let callbacks = known.callbacks.join("\n                        ");
    format!(
        "\
Serves a stand-in Salesforce on localhost.

  --port N            port on 127.0.0.1 and ::1, 0 for a free one (8080)
  --users N           users of the organization, 10 to 1000000 (100)
  --seed N            the same seed gives the same people (1)
  --rotation on|off   whether a refresh spends its refresh token (on)
  --username U        user name of the service account ({username})
  --password P        password of every account ({password})
  --security-token T  security token of every account ({token})
  --sandbox           the organization is a sandbox
  --tls-cert FILE     certificate (PEM); with --tls-key it is reached by https
  --tls-key FILE      private key of the certificate (PEM)

The first app, a public client with PKCE:
  --client-id ID      consumer key ({client_id})
  --client-secret S   consumer secret; never required, checked when sent
  --callback URI      a registered callback; may be given several times; without it
                        {callbacks}

The other apps are confidential clients: secret required, no PKCE, client credentials. One is
there by default. --app replaces it, and the options after it are about the app that it names:
  --app ID            consumer key ({app}); may be given several times
  --app-secret S      consumer secret ({secret})
  --app-name NAME     what the approve page calls it
  --app-callback URI  a registered callback; may be given several times (those of the first app)
  --app-scopes LIST   scopes, separated by spaces
  --app-cert FILE     certificate or public key (PEM): JWT bearer flow, private_key_jwt
  --app-run-as U      user of the client credentials flow (the service account)
  --app-pkce          PKCE is required, which rules out client credentials
  --app-public        no secret is required
  --app-admin-approved  every user is pre-authorized; nobody approves
  --app-jwt-tokens    access tokens are JSON Web Tokens

What happens by itself (nothing):
  --logins-per-day N --edits-per-day N --arrivals-per-day N --departures-per-day N
",
        username = known.username,
        password = known.password,
        token = known.security_token,
        client_id = known.client_id,
        app = App::CONFIDENTIAL_CLIENT_ID,
        secret = App::CONFIDENTIAL_CLIENT_SECRET,
    )
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("salesforce-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

// The first line on stdout is the contract with whoever starts this program.
#[allow(clippy::print_stdout)]
async fn serve() -> Result<(), Box<dyn Error>> {
    let Some(config) = config()? else {
        print!("{}", usage());
        return Ok(());
    };
    let sim = Sim::start(config).await?;
    println!("listening on {}", sim.origin());
    tokio::select! {
        () = sim.run() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// `None` when help was asked for.
fn config() -> Result<Option<Config>, lexopt::Error> {
    let mut config = Config {
        port: 8080,
        ..Config::default()
    };
    let mut callbacks = Vec::new();
    let mut apps = Vec::new();
    let (mut cert, mut key) = (None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => config.port = parser.value()?.parse()?,
            Long("users") => config.users = parser.value()?.parse()?,
            Long("seed") => config.seed = parser.value()?.parse()?,
            Long("rotation") => config.rotation = on_or_off(&parser.value()?.string()?)?,
            Long("client-id") => config.client_id = parser.value()?.string()?,
            Long("client-secret") => config.client_secret = Some(parser.value()?.string()?),
            Long("username") => config.username = parser.value()?.string()?,
            Long("password") => config.password = parser.value()?.string()?,
            Long("security-token") => config.security_token = parser.value()?.string()?,
            Long("sandbox") => config.sandbox = true,
            Long("callback") => callbacks.push(parser.value()?.string()?),
            Long("tls-cert") => cert = Some(file(&mut parser)?),
            Long("tls-key") => key = Some(file(&mut parser)?),
            Long("logins-per-day") => config.activity.logins_per_day = parser.value()?.parse()?,
            Long("edits-per-day") => config.activity.edits_per_day = parser.value()?.parse()?,
            Long("arrivals-per-day") => {
                config.activity.arrivals_per_day = parser.value()?.parse()?;
            }
            Long("departures-per-day") => {
                config.activity.departures_per_day = parser.value()?.parse()?;
            }
            Long("app") => apps.push(App {
                client_id: parser.value()?.string()?,
                client_secret: None,
                ..App::confidential()
            }),
            Long(option) if option.starts_with("app-") => {
                let option = option.to_owned();
                let app = apps.last_mut();
                let app = app.ok_or_else(|| format!("--{option} comes after an --app"))?;
                change(app, &option, &mut parser)?;
            }
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    if !callbacks.is_empty() {
        config.callbacks = callbacks;
    }
    if !apps.is_empty() {
        config.apps = apps;
    }
    config.tls = match (cert, key) {
        (Some(cert), Some(key)) => Some(Tls { cert, key }),
        (None, None) => None,
        _ => return Err("--tls-cert and --tls-key go together".into()),
    };
    if !(10..=1_000_000).contains(&config.users) {
        return Err("--users takes 10 to 1000000".into());
    }
    Ok(Some(config))
}

fn change(app: &mut App, option: &str, parser: &mut lexopt::Parser) -> Result<(), lexopt::Error> {
    match option {
        "app-secret" => app.client_secret = Some(parser.value()?.string()?),
        "app-name" => app.name = parser.value()?.string()?,
        "app-callback" => app.callbacks.push(parser.value()?.string()?),
        "app-scopes" => {
            let scopes = parser.value()?.string()?;
            app.scopes = scopes.split_whitespace().map(str::to_owned).collect();
        }
        "app-cert" => {
            let pem = String::from_utf8(file(parser)?);
            app.certificate = Some(pem.map_err(|_| "--app-cert takes a PEM file")?);
        }
        "app-run-as" => app.run_as = Some(parser.value()?.string()?),
        "app-pkce" => app.pkce_required = true,
        "app-public" => {
            app.secret_for_web_server_flow = false;
            app.secret_for_refresh_flow = false;
        }
        "app-admin-approved" => app.admin_approved_only = true,
        "app-jwt-tokens" => app.jwt_access_tokens = true,
        _ => return Err(format!("invalid option '--{option}'").into()),
    }
    Ok(())
}

fn file(parser: &mut lexopt::Parser) -> Result<Vec<u8>, lexopt::Error> {
    let path = parser.value()?;
    let read = std::fs::read(&path);
    read.map_err(|error| format!("{}: {error}", path.to_string_lossy()).into())
}

fn on_or_off(value: &str) -> Result<bool, lexopt::Error> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("--rotation takes on or off".into()),
    }
}
