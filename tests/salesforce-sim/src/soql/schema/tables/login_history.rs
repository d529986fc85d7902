//! Most of its fields can be read and neither filtered nor sorted by.

use super::super::{ByTime, ByUser, Table, View};
use super::{
    anybody, boolean, display, id, literal, null, owned, picklist, reference, text, time,
    user_reference,
};
use crate::people::{LoginRecord, LoginType, OTHER_ROW, SERVICE_ROW};
use crate::soql::value::Value;

fn of(view: &View<'_>, row: usize, value: impl FnOnce(&View<'_>, LoginRecord) -> Value) -> Value {
    match view.world.people.login(row) {
        Some(login) => value(view, login),
        None => Value::Null,
    }
}

/// Those who may see the logins of others; the rest see their own.
fn sees(view: &View<'_>, user: usize) -> bool {
    user == view.user
        || view.world.permission(view.user, "PermissionsManageUsers")
        || view
            .world
            .permission(view.user, "PermissionsMonitorLoginHistory")
}

fn browser(login: LoginRecord) -> Value {
    const BROWSERS: [&str; 8] = [
        "Chrome 142",
        "Chrome 141",
        "Edge 142",
        "Edge 141",
        "Firefox 145",
        "Safari 26",
        "Chrome 142",
        "Edge 142",
    ];
    literal(match login.kind.is_browser() {
        true => BROWSERS[(device(login) % 8) as usize],
        false => "Unknown",
    })
}

fn platform(login: LoginRecord) -> Value {
    const PLATFORMS: [&str; 4] = ["Windows 11", "Windows 10", "Windows 11", "Mac OSX"];
    const PHONES: [&str; 2] = ["iOS", "Android"];
    let device = device(login) as usize;
    literal(match login.kind {
        kind if kind.is_browser() && device % 8 == 5 => "Mac OSX",
        kind if kind.is_browser() => PLATFORMS[device / 8 % 4],
        LoginType::RemoteAccessClient => PHONES[device / 8 % 2],
        _ => "Unknown",
    })
}

/// A user comes with one machine most of the time.
fn device(login: LoginRecord) -> u64 {
    let own = crate::identifiers::mix(login.user as u64, 0x6465);
    if login.roll >> 40 & 15 == 0 {
        login.roll >> 44
    } else {
        own
    }
}

fn application(view: &View<'_>, login: LoginRecord) -> Value {
    const CONNECTED: [&str; 4] = [
        "LinkPoint Connect",
        "LinkPoint Connect",
        "Salesforce for Outlook",
        "Dataloader Bulk",
    ];
    // What the service accounts did before the start they did through the first app.
    let ours = login.kind == LoginType::RemoteAccess2;
    let first = (ours && matches!(login.user, SERVICE_ROW | OTHER_ROW)).then_some(0);
    if let Some(app) = login.app.or(first) {
        return owned(view.world.apps.get(app).name.clone());
    }
    literal(match login.kind {
        LoginType::Application | LoginType::SingleSignOn => "Browser",
        LoginType::RemoteAccess2 => CONNECTED[(device(login) % 7 / 2) as usize],
        LoginType::RemoteAccessClient => "Salesforce for iOS",
        LoginType::SoapApi => "N/A",
        LoginType::PartnerProduct => "Data Loader",
    })
}

/// Addresses that are set apart for examples; an office has a few of them.
fn source_ip(view: &View<'_>, login: LoginRecord) -> Value {
    const NETS: [&str; 3] = ["192.0.2", "198.51.100", "203.0.113"];
    let place = view.world.people.place(login.user);
    let office: u64 = place.city.bytes().map(u64::from).sum();
    let host = office * 7 % 240 + device(login) % 8 + 4;
    owned(format!("{}.{host}", NETS[(office % 3) as usize]))
}

fn is_program(login: LoginRecord) -> bool {
    matches!(login.kind, LoginType::SoapApi | LoginType::PartnerProduct)
}

pub(super) static LOGIN_HISTORY: Table = Table {
    name: "LoginHistory",
    label: "Login History",
    label_plural: "Login History",
    prefix: "0Ya",
    rows: |v| v.world.people.login_rows(),
    exists: |v, r| {
        let login = v.world.people.login(r);
        login.is_some_and(|login| sees(v, login.user))
    },
    find: |v, id| v.world.organization.login_history.row(id),
    by_user: Some(ByUser {
        field: "UserId",
        rows: |v, user| v.world.people.login_rows_of(user),
    }),
    by_time: Some(ByTime {
        field: "LoginTime",
        rows: |v, span| v.world.people.login_rows_in(span),
    }),
    readable: anybody,
    fields: &[
        id("Id", |v, r| {
            Value::Id(v.world.organization.login_history.id(r))
        }),
        user_reference("UserId", |v, r| {
            of(v, r, |v, login| Value::Id(v.world.user_id(login.user)))
        }),
        time("LoginTime", |v, r| {
            of(v, r, |_, login| Value::Time(login.time))
        }),
        picklist("LoginType", |v, r| {
            of(v, r, |_, login| literal(login.kind.name()))
        }),
        display(text("SourceIp", |v, r| of(v, r, source_ip)).nillable()),
        text("LoginUrl", |v, r| {
            of(v, r, |v, _| {
                owned(format!("{}.my.salesforce.com", company(v)))
            })
        })
        .nillable(),
        reference(
            "AuthenticationServiceId",
            &["AuthProvider", "SamlSsoConfig"],
            null,
        )
        .nillable(),
        reference("LoginGeoId", &["LoginGeo"], null).nillable(),
        display(
            text("TlsProtocol", |v, r| {
                of(v, r, |_, login| {
                    literal(if is_program(login) {
                        "TLS 1.2"
                    } else {
                        "TLS 1.3"
                    })
                })
            })
            .nillable(),
        ),
        display(
            text("CipherSuite", |v, r| {
                of(v, r, |_, login| {
                    literal(if is_program(login) {
                        "ECDHE-RSA-AES256-GCM-SHA384"
                    } else {
                        "TLS_AES_256_GCM_SHA384"
                    })
                })
            })
            .nillable(),
        ),
        boolean("OptionsIsGet", super::no),
        boolean("OptionsIsPost", |v, r| {
            of(v, r, |_, login| Value::Bool(!is_program(login)))
        }),
        display(text("Browser", |v, r| of(v, r, |_, login| browser(login))).nillable()),
        display(text("Platform", |v, r| of(v, r, |_, login| platform(login))).nillable()),
        display(
            text("Status", |v, r| {
                of(v, r, |_, login| literal(login.status.name()))
            })
            .nillable(),
        ),
        display(text("Application", |v, r| of(v, r, application)).nillable()),
        display(
            text("ClientVersion", |v, r| {
                of(v, r, |_, login| {
                    literal(if is_program(login) { "66.0.0" } else { "N/A" })
                })
            })
            .nillable(),
        ),
        display(
            text("ApiType", |v, r| {
                of(v, r, |_, login| {
                    literal(match login.kind {
                        LoginType::SoapApi => "SOAP Partner",
                        LoginType::PartnerProduct => "SOAP Enterprise",
                        _ => "N/A",
                    })
                })
            })
            .nillable(),
        ),
        display(
            text("ApiVersion", |v, r| {
                of(v, r, |_, login| {
                    literal(if is_program(login) { "66.0" } else { "N/A" })
                })
            })
            .nillable(),
        ),
        display(
            text("CountryIso", |v, r| {
                of(v, r, |v, login| {
                    literal(v.world.people.place(login.user).country_code)
                })
            })
            .nillable(),
        ),
        reference("NetworkId", &["Network"], null).nillable(),
        display(text("AuthMethodReference", null).nillable()),
        display(text("ForwardedForIp", null).nillable()),
        display(
            picklist("LoginSubType", |v, r| {
                of(v, r, |_, login| match login.kind {
                    LoginType::RemoteAccess2 => literal("OauthRefreshToken"),
                    LoginType::RemoteAccessClient => literal("OauthHybridUserAgent"),
                    LoginType::Application => literal("UiLoginPage"),
                    _ => Value::Null,
                })
            })
            .nillable(),
        ),
    ],
    relations: &[],
    children: &[],
};

/// The name that stands before `.my.salesforce.com`.
fn company<'a>(view: &View<'a>) -> &'a str {
    let domain = view.world.organization.domain.as_str();
    domain.split('.').next().unwrap_or(domain)
}
