//! `console.db` as the floor needs to know it, with its numbered migrations.

use lpc_sqlite::{Description, M, Synchronous};

const ALL: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_organization.sql")),
    M::up(include_str!("../migrations/0002_client_app.sql")),
    M::up(include_str!("../migrations/0003_setting.sql")),
    M::up(include_str!("../migrations/0004_mirror.sql")),
    M::up(include_str!("../migrations/0005_incident.sql")),
    M::up(include_str!("../migrations/0006_user.sql")),
    M::up(include_str!("../migrations/0007_user_search.sql")),
    M::up(include_str!("../migrations/0008_session.sql")),
    M::up(include_str!("../migrations/0009_recovery.sql")),
    M::up(include_str!("../migrations/0010_preflight.sql")),
    M::up(include_str!("../migrations/0011_mirror_source.sql")),
    M::up(include_str!("../migrations/0012_held_back.sql")),
    M::up(include_str!("../migrations/0013_load_beginning.sql")),
    M::up(include_str!("../migrations/0014_session_list.sql")),
    M::up(include_str!("../migrations/0015_organization_identity.sql")),
    M::up(include_str!("../migrations/0016_audit.sql")),
    M::up(include_str!("../migrations/0017_status_change.sql")),
    M::up(include_str!("../migrations/0018_incident_told.sql")),
    M::up(include_str!("../migrations/0019_member_check.sql")),
    M::up(include_str!("../migrations/0020_audit_count.sql")),
    M::up(include_str!("../migrations/0021_source_since.sql")),
    M::up(include_str!("../migrations/0022_slugs.sql")),
    M::up(include_str!("../migrations/0023_reading.sql")),
];

/// A power loss may take the last transactions. That is enough for a mirror: the next session reads
/// them again.
pub(crate) const CONSOLE_DB: Description = Description {
    file: "console.db",
    // `LPCC`.
    application_id: 0x4c50_4343,
    migrations: ALL,
    synchronous: Synchronous::Normal,
};
