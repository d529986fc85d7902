use std::io;
use std::sync::Arc;

use serde_json::Value;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::oauth::{self, Refusal};
use crate::routes::router;
use crate::server::{Listeners, acceptor};
use crate::world::{Stand, World};
use crate::{control, people};

/// A running stand-in. Dropping it stops the server and closes every connection.
pub struct Sim {
    stand: Arc<Stand>,
    origin: String,
    server: JoinHandle<()>,
}

impl Sim {
    /// Starts serving on the current tokio runtime.
    ///
    /// # Errors
    /// When the port is taken, an app of the configuration cannot be registered, or the certificate
    /// or its key cannot be read.
    pub async fn start(config: Config) -> io::Result<Self> {
        let checked = oauth::Apps::check(config.registered());
        checked.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let listeners = Listeners::bind(config.port).await?;
        let tls = config.tls.as_ref().map(acceptor).transpose()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let origin = format!("{scheme}://localhost:{}", listeners.port()?);
        let stand = Arc::new(Stand::new(World::new(config, origin.clone())));
        let server = listeners.serve(router(Arc::clone(&stand)), tls);
        Ok(Self {
            stand,
            origin,
            server,
        })
    }

    /// `http://localhost:PORT`, or https with a certificate, which is login host and instance at once.
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// What `POST /_control` does: sets a fault or switches and returns the state afterwards.
    ///
    /// # Errors
    /// A sentence that lists what is known, when the fault or switch is not.
    pub fn control(&self, json: Value) -> Result<Value, String> {
        control::run(&self.stand, &json)
    }

    /// What `GET /_control` shows: faults, switches, counters.
    pub fn state(&self) -> Value {
        self.stand.describe()
    }

    /// Returns once [`Sim::state`] is as expected; what a counter or an answer changes is seen.
    pub async fn until(&self, mut expected: impl FnMut(&Value) -> bool) {
        let mut counted = self.stand.counted.subscribe();
        // The sender lives as long as the stand-in, so waiting cannot fail.
        let _ = counted.wait_for(|()| expected(&self.state())).await;
    }

    /// Every token, code, verifier, assertion and client secret that was given out or received, for
    /// tests that look for leaks. The oldest are forgotten when there are tens of thousands.
    pub fn issued_secrets(&self) -> Vec<String> {
        self.stand.world().secrets.all()
    }

    /// The callback address that a browser would be sent to after this user logged in and
    /// pressed Allow. An error that goes to the callback is such an address too.
    ///
    /// # Errors
    /// What the browser would show instead, when the callback would never hear of it.
    pub fn authorize_as(&self, authorize_url: &str, username: &str) -> Result<String, String> {
        let mut world = self.stand.world();
        let forced = world.switches.login_user.clone();
        let name = forced.as_deref().unwrap_or(username);
        let user = world.people.row_of_username(name);
        let user = user.filter(|&user| world.people.may_log_in(user));
        let user = user.ok_or_else(|| format!("{name} cannot log in"));
        decide(&mut world, authorize_url, user, |world, request, user| {
            let now = world.now();
            world.people.note_login(user, now, request.app);
            world.counters.logins += 1;
            oauth::allow(world, request, user)
        })
    }

    /// The callback address that a browser would be sent to after the service account logged in
    /// and pressed Deny.
    ///
    /// # Errors
    /// What the browser would show instead, when the callback would never hear of it.
    pub fn deny(&self, authorize_url: &str) -> Result<String, String> {
        let user = Ok(people::SERVICE_ROW);
        decide(
            &mut self.stand.world(),
            authorize_url,
            user,
            |world, request, _| oauth::deny(world, request),
        )
    }

    /// User name of the second service account, which logs in with the same password.
    pub fn other_username(&self) -> String {
        self.stand.world().people.username(people::OTHER_ROW)
    }

    /// Stops the server and waits until the port is free.
    pub async fn shutdown(mut self) {
        self.server.abort();
        // The task ends by its abort; there is nothing else to learn from it.
        let _ = (&mut self.server).await;
    }

    /// Serves until the task ends, for a program that does nothing else.
    pub async fn run(mut self) {
        let _ = (&mut self.server).await;
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Checks as a browser's walk does; what the pages would show besides an error is left out.
fn decide(
    world: &mut World,
    authorize_url: &str,
    user: Result<usize, String>,
    decision: impl FnOnce(&mut World, &oauth::Request, usize) -> String,
) -> Result<String, String> {
    let url = url::Url::parse(authorize_url).map_err(|error| error.to_string())?;
    let params: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let checked = oauth::check(world, &params).and_then(|request| {
        if request.immediate {
            return Err(request.immediate_unsuccessful());
        }
        Ok(request)
    });
    let allowed = match (checked, user) {
        (Ok(request), Ok(user)) => oauth::gate(world, &request, user).map(|()| (request, user)),
        (Ok(_), Err(error)) => return Err(error),
        (Err(refusal), _) => Err(refusal),
    };
    match allowed {
        Ok((request, user)) => Ok(decision(world, &request, user)),
        Err(Refusal::Callback(address)) => Ok(address),
        Err(Refusal::Text { body, .. }) => Err(body),
        Err(Refusal::Page(address)) => Err(address),
    }
}
