//! The desktop's notification service, as a desktop environment runs it: it keeps what is shown and
//! clicks on it.

use anyhow::Context as _;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, connection, interface};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub application: String,
    pub title: String,
    pub body: String,
    pub actions: Vec<String>,
}

type Kept = Arc<Mutex<Vec<Shown>>>;

/// How long a person takes to click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// They read the notification first.
    Reads,
    /// The click is there before the program is told the notification's number.
    ClicksAtOnce,
}

/// The service, for as long as it lives.
pub struct Notifications {
    connection: Connection,
    shown: Kept,
    person: Arc<Mutex<Person>>,
}

struct Service {
    shown: Kept,
    person: Arc<Mutex<Person>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[allow(clippy::too_many_arguments, reason = "the interface has so many")]
    async fn notify(
        &self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
        app_name: String,
        _replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> zbus::fdo::Result<u32> {
        let id = {
            let mut shown = self.shown.lock().unwrap();
            shown.push(Shown {
                application: app_name,
                title: summary,
                body,
                actions,
            });
            u32::try_from(shown.len()).unwrap()
        };
        let person = *self.person.lock().unwrap();
        if person == Person::ClicksAtOnce {
            click(&emitter, id).await?;
        }
        Ok(id)
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        ["body", "body-markup", "actions"].map(str::to_owned).into()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let text = |text: &str| text.to_owned();
        (text("e2e"), text("tests"), text("1"), text("1.2"))
    }

    #[zbus(signal)]
    async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}

impl Notifications {
    /// Takes the service's name on the session's bus.
    pub async fn serve() -> anyhow::Result<Self> {
        let shown = Kept::default();
        let person = Arc::new(Mutex::new(Person::Reads));
        let service = Service {
            shown: Arc::clone(&shown),
            person: Arc::clone(&person),
        };
        let connection = connection::Builder::session()?
            .name(NAME)?
            .serve_at(PATH, service)?
            .build()
            .await
            .context("the notification service")?;
        Ok(Self {
            connection,
            shown,
            person,
        })
    }

    /// Everything that was shown so far.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().unwrap().clone()
    }

    /// How the person before the desktop is from now on.
    pub fn before(&self, person: Person) {
        *self.person.lock().unwrap() = person;
    }

    /// Clicks the notification that was shown last, which closes it.
    pub async fn click_the_last(&self) -> anyhow::Result<()> {
        let id = u32::try_from(self.shown().len())?;
        let emitter = SignalEmitter::new(&self.connection, PATH)?;
        click(&emitter, id).await?;
        Ok(())
    }
}

async fn click(emitter: &SignalEmitter<'_>, id: u32) -> zbus::Result<()> {
    Service::action_invoked(emitter, id, "default").await?;
    // Dismissed by the person.
    Service::notification_closed(emitter, id, 2).await
}
