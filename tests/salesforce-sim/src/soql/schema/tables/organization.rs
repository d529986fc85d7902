use super::super::Table;
use super::{
    administrator, always, anybody, boolean, founded, id, int, literal, no, null, owned, picklist,
    text, time, user_reference, yes,
};
use crate::soql::value::Value;

pub(super) static ORGANIZATION: Table = Table {
    name: "Organization",
    label: "Organization",
    label_plural: "Organizations",
    prefix: "00D",
    rows: |_| 1,
    exists: always,
    find: |v, id| (v.world.organization.id == id).then_some(0),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", |v, _| Value::Id(v.world.organization.id.clone())),
        text("Name", |v, _| owned(v.world.organization.name.clone())),
        text("Division", null).nillable(),
        text("Street", |_, _| literal("Neckarstraße 84")).nillable(),
        text("City", |_, _| literal("Stuttgart")).nillable(),
        text("State", |_, _| literal("Baden-Württemberg")).nillable(),
        text("PostalCode", |_, _| literal("70190")).nillable(),
        text("Country", |_, _| literal("DE")).nillable(),
        text("Phone", |_, _| literal("+49 711 5550 100")).nillable(),
        text("Fax", null).nillable(),
        text("PrimaryContact", |v, _| {
            owned(v.world.people.full_name(super::ADMINISTRATOR))
        })
        .nillable(),
        picklist("DefaultLocaleSidKey", |_, _| literal("de_DE")),
        picklist("TimeZoneSidKey", |_, _| literal("Europe/Berlin")),
        picklist("LanguageLocaleKey", |_, _| literal("en_US")),
        boolean("ReceivesInfoEmails", no),
        boolean("ReceivesAdminInfoEmails", yes),
        boolean("PreferencesRequireOpportunityProducts", no),
        boolean("PreferencesTransactionSecurityPolicy", no),
        boolean("PreferencesLightningLoginEnabled", yes),
        boolean("PreferencesOnlyLLPermUserAllowed", no),
        int("FiscalYearStartMonth", |_, _| Value::Number(1)).nillable(),
        boolean("UsesStartDateAsFiscalYearName", no),
        picklist("DefaultAccountAccess", |_, _| literal("Read")).nillable(),
        picklist("DefaultContactAccess", |_, _| literal("ControlledByParent")).nillable(),
        picklist("DefaultOpportunityAccess", |_, _| literal("None")).nillable(),
        picklist("DefaultCaseAccess", |_, _| literal("ReadEditTransfer")).nillable(),
        time("SystemModstamp", |v, _| Value::Time(founded(v))),
        text("ComplianceBccEmail", null).nillable(),
        picklist("UiSkin", |_, _| literal("Theme3")).nillable(),
        picklist("SignupCountryIsoCode", |_, _| literal("DE")).nillable(),
        time("TrialExpirationDate", null).nillable(),
        int("NumKnowledgeService", |_, _| Value::Number(1)).nillable(),
        picklist("OrganizationType", |_, _| literal("Enterprise Edition")).nillable(),
        text("NamespacePrefix", null).nillable(),
        text("InstanceName", |v, _| {
            owned(v.world.organization.instance.clone())
        })
        .nillable(),
        boolean("IsSandbox", |v, _| Value::Bool(v.world.switches.is_sandbox)),
        picklist("WebToCaseDefaultOrigin", null).nillable(),
        int("MonthlyPageViewsUsed", null).nillable(),
        int("MonthlyPageViewsEntitlement", null).nillable(),
        boolean("IsReadOnly", no),
        time("CreatedDate", |v, _| Value::Time(founded(v))),
        user_reference("CreatedById", |v, _| super::user_id(v, 0)),
        time("LastModifiedDate", |v, _| Value::Time(founded(v))),
        user_reference("LastModifiedById", administrator),
    ],
    relations: &[],
    children: &[],
};
