//! How SOAP answers are written.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::oauth::xml_text;
use crate::soql::{Value, View, table};
use crate::world::World;

/// The two descriptions of the API; they differ in their namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flavor {
    Partner,
    Enterprise,
}

impl Flavor {
    fn name(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Enterprise => "enterprise",
        }
    }
}

/// Why a call fails.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    code: String,
    text: String,
    detail: Option<&'static str>,
}

impl Fault {
    /// The envelope itself is wrong.
    pub(super) fn client(text: &str) -> Self {
        Self {
            code: "soapenv:Client".to_owned(),
            text: text.to_owned(),
            detail: None,
        }
    }

    /// A login fails; its code comes without the prefix of the namespace.
    pub(super) fn login(code: &str, text: &str) -> Self {
        Self {
            code: code.to_owned(),
            text: text.to_owned(),
            detail: Some("LoginFault"),
        }
    }

    pub(super) fn unexpected(code: &str, text: &str) -> Self {
        Self {
            code: code.to_owned(),
            text: text.to_owned(),
            detail: Some("UnexpectedErrorFault"),
        }
    }

    /// A fault without detail.
    pub(super) fn plain(code: &str, text: &str) -> Self {
        Self {
            detail: None,
            ..Self::unexpected(code, text)
        }
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope \
                    xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"";
const XSI: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

pub(super) fn answer(flavor: Flavor, body: &str) -> Response {
    let name = flavor.name();
    let text = format!(
        "{HEAD} xmlns=\"urn:{name}.soap.sforce.com\" {XSI}><soapenv:Body>{body}</soapenv:Body>\
         </soapenv:Envelope>"
    );
    xml(StatusCode::OK, text)
}

pub(super) fn fault(flavor: Flavor, fault: &Fault) -> Response {
    let name = flavor.name();
    let text = xml_text(&fault.text);
    let code = &fault.code;
    if code.starts_with("soapenv:") {
        let body = format!(
            "{HEAD}><soapenv:Body><soapenv:Fault><faultcode>{code}</faultcode>\
             <faultstring>{text}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
        );
        return xml(StatusCode::INTERNAL_SERVER_ERROR, body);
    }
    let prefix = if fault.detail == Some("LoginFault") {
        ""
    } else {
        "sf:"
    };
    let detail = fault.detail.map_or_else(String::new, |detail| {
        format!(
            "<detail><sf:{detail} xsi:type=\"sf:{detail}\"><sf:exceptionCode>{code}\
             </sf:exceptionCode><sf:exceptionMessage>{text}</sf:exceptionMessage></sf:{detail}>\
             </detail>"
        )
    });
    let body = format!(
        "{HEAD} xmlns:sf=\"urn:fault.{name}.soap.sforce.com\" {XSI}><soapenv:Body><soapenv:Fault>\
         <faultcode>{prefix}{code}</faultcode><faultstring>{code}: {text}</faultstring>{detail}\
         </soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    );
    xml(StatusCode::INTERNAL_SERVER_ERROR, body)
}

fn xml(status: StatusCode, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/xml; charset=utf-8"),
        (
            header::CACHE_CONTROL,
            "no-cache,must-revalidate,max-age=0,no-store,private",
        ),
    ];
    (status, headers, text).into_response()
}

/// What `login` answers, in the order of the service's description.
pub(super) fn login_result(
    world: &World,
    user: usize,
    kind: &str,
    version: u32,
    session: &str,
) -> String {
    let organization = world.organization.id.get(..15).unwrap_or_default();
    let at = |kind: &str| {
        let origin = world
            .switches
            .wrong_instance_url
            .as_ref()
            .unwrap_or(&world.origin);
        xml_text(&format!(
            "{origin}/services/Soap/{kind}/{version}.0/{organization}"
        ))
    };
    format!(
        "<loginResponse><result><metadataServerUrl>{metadata}</metadataServerUrl>\
         <passwordExpired>false</passwordExpired><sandbox>{sandbox}</sandbox>\
         <serverUrl>{server}</serverUrl><sessionId>{session}</sessionId><userId>{id}</userId>\
         <userInfo>{info}</userInfo></result></loginResponse>",
        metadata = at("m"),
        sandbox = world.switches.is_sandbox,
        server = at(kind),
        session = xml_text(session),
        id = world.user_id(user),
        info = user_info(world, user),
    )
}

/// A user and the organization, in the order of the service's description.
pub(super) fn user_info(world: &World, user: usize) -> String {
    let text = |name: &str| xml_text(&field(world, user, name).unwrap_or_default());
    let optional = |element: &str, name: &str| match field(world, user, name) {
        Some(value) => format!("<{element}>{}</{element}>", xml_text(&value)),
        None => format!("<{element} xsi:nil=\"true\"/>"),
    };
    format!(
        "<accessibilityMode>false</accessibilityMode><chatterExternal>false</chatterExternal>\
         <currencySymbol>€</currencySymbol>\
         <orgAttachmentFileSizeLimit>26214400</orgAttachmentFileSizeLimit>\
         <orgDefaultCurrencyIsoCode>EUR</orgDefaultCurrencyIsoCode>\
         <orgDefaultCurrencyLocale>de_DE_EURO</orgDefaultCurrencyLocale>\
         <orgDisallowHtmlAttachments>false</orgDisallowHtmlAttachments>\
         <orgHasPersonAccounts>false</orgHasPersonAccounts>\
         <organizationId>{organization}</organizationId>\
         <organizationMultiCurrency>false</organizationMultiCurrency>\
         <organizationName>{name}</organizationName>{profile}{role}\
         <sessionSecondsValid>{seconds}</sessionSecondsValid>\
         <userDefaultCurrencyIsoCode xsi:nil=\"true\"/><userEmail>{email}</userEmail>\
         <userFullName>{full_name}</userFullName><userId>{id}</userId>\
         <userLanguage>{language}</userLanguage><userLocale>{locale}</userLocale>\
         <userName>{username}</userName><userTimeZone>{zone}</userTimeZone>\
         <userType>{kind}</userType><userUiSkin>Theme3</userUiSkin>",
        organization = world.organization.id,
        name = xml_text(&world.organization.name),
        profile = optional("profileId", "ProfileId"),
        role = optional("roleId", "UserRoleId"),
        seconds = world.session_life() / 1_000,
        email = xml_text(&world.people.email(user)),
        full_name = xml_text(&world.people.full_name(user)),
        id = world.user_id(user),
        username = xml_text(&world.people.username(user)),
        language = text("LanguageLocaleKey"),
        locale = text("LocaleSidKey"),
        zone = text("TimeZoneSidKey"),
        kind = text("UserType"),
    )
}

/// A field of a user as a query would read it.
fn field(world: &World, user: usize, name: &str) -> Option<String> {
    let view = View { world, user };
    match (table("User")?.field(name)?.get)(&view, user) {
        Value::Text(text) => Some(text.into_owned()),
        Value::Id(id) => Some(id),
        _ => None,
    }
}
