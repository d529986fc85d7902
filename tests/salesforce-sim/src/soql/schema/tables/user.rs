use super::super::{Child, Relation, Table, View};
use super::{
    anybody, boolean, email, everyone, id, int, literal, literal_or_null, no, null,
    optional_literal, owned, person, picklist, reference, row_id, text, time, user_id,
    user_reference, yes,
};
use crate::soql::value::Value;

fn profile_row(view: &View<'_>, row: usize) -> Option<usize> {
    person(view, row).profile.map(usize::from)
}

fn role_row(view: &View<'_>, row: usize) -> Option<usize> {
    person(view, row).role.map(usize::from)
}

fn everybody_exists(view: &View<'_>, row: usize) -> bool {
    row < view.world.people.len()
}

/// The picture of those who have none; the letter is its size.
fn photo(view: &View<'_>, size: char) -> Value {
    owned(format!("{}/profilephoto/005/{size}", view.world.origin))
}

pub(super) static USER: Table = Table {
    name: "User",
    label: "User",
    label_plural: "Users",
    prefix: "005",
    rows: everyone,
    exists: everybody_exists,
    find: |v, id| v.world.organization.users.row(id),
    by_user: None,
    by_time: None,
    readable: anybody,
    fields: &[
        id("Id", user_id),
        text("Username", |v, r| owned(v.world.people.username(r))),
        text("LastName", |v, r| Value::Text(v.world.people.last_name(r))),
        text("FirstName", |v, r| {
            literal_or_null(v.world.people.first_name(r))
        })
        .nillable(),
        text("Name", |v, r| owned(v.world.people.full_name(r))),
        text("CompanyName", |v, r| {
            optional_literal(v.world.people.company(r))
        })
        .nillable(),
        text("Division", |v, r| {
            literal_or_null(v.world.people.place(r).division)
        })
        .nillable(),
        text("Department", |v, r| {
            optional_literal(v.world.people.department(r))
        })
        .nillable(),
        text("Title", |v, r| optional_literal(v.world.people.title(r))).nillable(),
        text("Street", |v, r| literal(v.world.people.place(r).street)).nillable(),
        text("City", |v, r| literal(v.world.people.place(r).city)).nillable(),
        text("State", |v, r| {
            literal_or_null(v.world.people.place(r).state)
        })
        .nillable(),
        text("PostalCode", |v, r| {
            literal_or_null(v.world.people.place(r).postal_code)
        })
        .nillable(),
        text("Country", |v, r| literal(v.world.people.place(r).country)).nillable(),
        email("Email", |v, r| owned(v.world.people.email(r))),
        boolean("EmailPreferencesAutoBcc", yes),
        boolean("EmailPreferencesAutoBccStayInTouch", no),
        boolean("EmailPreferencesStayInTouchReminder", yes),
        email("SenderEmail", null).nillable(),
        text("SenderName", null).nillable(),
        text("Signature", null).nillable(),
        text("Phone", |v, r| {
            Value::optional_text(v.world.people.phone(r))
        })
        .nillable(),
        text("Fax", null).nillable(),
        text("Extension", null).nillable(),
        text("MobilePhone", |v, r| {
            Value::optional_text(v.world.people.mobile_phone(r))
        })
        .nillable(),
        text("Alias", |v, r| owned(v.world.people.alias(r))),
        text("CommunityNickname", |v, r| {
            owned(v.world.people.nickname(r))
        }),
        boolean("IsActive", |v, r| Value::Bool(person(v, r).active)),
        picklist("TimeZoneSidKey", |v, r| {
            literal(v.world.people.place(r).time_zone)
        }),
        reference("UserRoleId", &["UserRole"], |v, r| {
            row_id(&v.world.organization.roles, role_row(v, r))
        })
        .nillable(),
        picklist("LocaleSidKey", |v, r| {
            literal(v.world.people.place(r).locale)
        }),
        boolean("ReceivesInfoEmails", no),
        boolean("ReceivesAdminInfoEmails", |v, r| {
            let may = crate::organization::ADMINISTRATOR;
            Value::Bool(profile_row(v, r) == Some(may))
        }),
        picklist("EmailEncodingKey", |_, _| literal("UTF-8")),
        reference("ProfileId", &["Profile"], |v, r| {
            row_id(&v.world.organization.profiles, profile_row(v, r))
        })
        .nillable(),
        picklist("UserType", |v, r| literal(person(v, r).kind.name())).nillable(),
        picklist("LanguageLocaleKey", |v, r| {
            literal(v.world.people.place(r).language)
        }),
        text("EmployeeNumber", |v, r| {
            Value::optional_text(v.world.people.employee_number(r))
        })
        .nillable(),
        reference("DelegatedApproverId", &["Group", "User"], null).nillable(),
        user_reference("ManagerId", |v, r| {
            row_id(&v.world.organization.users, v.world.people.manager(r))
        })
        .nillable(),
        time("LastLoginDate", |v, r| {
            Value::optional_time(v.world.people.last_login(r))
        })
        .nillable(),
        time("LastPasswordChangeDate", |v, r| {
            Value::optional_time(v.world.people.password_changed(r))
        })
        .nillable(),
        time("CreatedDate", |v, r| Value::Time(person(v, r).created)),
        user_reference("CreatedById", |v, r| user_id(v, v.world.people.creator(r))),
        time("LastModifiedDate", |v, r| {
            Value::Time(person(v, r).modified)
        }),
        user_reference("LastModifiedById", |v, r| {
            user_id(v, v.world.people.last_modifier(r))
        }),
        time("SystemModstamp", |v, r| {
            Value::Time(person(v, r).system_modstamp)
        }),
        int("NumberOfFailedLogins", |v, r| {
            Value::Number(v.world.people.failed_logins(r))
        })
        .nillable(),
        time("OfflineTrialExpirationDate", null).nillable(),
        time("OfflinePdaTrialExpirationDate", null).nillable(),
        boolean("UserPermissionsMarketingUser", |v, r| {
            Value::Bool(v.world.people.is_marketer(r))
        }),
        boolean("UserPermissionsOfflineUser", no),
        boolean("UserPermissionsCallCenterAutoLogin", no),
        boolean("UserPermissionsSFContentUser", |v, r| {
            Value::Bool(v.world.people.is_marketer(r))
        }),
        boolean("UserPermissionsKnowledgeUser", |v, r| {
            Value::Bool(v.world.people.is_supporter(r))
        }),
        boolean("UserPermissionsInteractionUser", no),
        boolean("UserPermissionsSupportUser", |v, r| {
            Value::Bool(v.world.people.is_supporter(r))
        }),
        boolean("ForecastEnabled", no),
        boolean("UserPreferencesActivityRemindersPopup", yes),
        boolean("UserPreferencesLightningExperiencePreferred", yes),
        boolean("UserPreferencesDisableAllFeedsEmail", no),
        reference("ContactId", &["Contact"], |v, r| {
            let contact = v.world.people.is_external(r).then_some(r);
            row_id(&v.world.organization.contacts, contact)
        })
        .nillable(),
        reference("AccountId", &["Account"], |v, r| {
            let account = v.world.people.is_external(r).then_some(r);
            row_id(&v.world.organization.accounts, account)
        })
        .nillable(),
        reference("CallCenterId", &["CallCenter"], null).nillable(),
        text("FederationIdentifier", |v, r| {
            Value::optional_text(v.world.people.federation_identifier(r))
        })
        .nillable(),
        text("AboutMe", null).nillable(),
        picklist("DigestFrequency", |_, _| literal("D")),
        picklist("DefaultGroupNotificationFrequency", |_, _| literal("N")),
        time("LastViewedDate", null).nillable(),
        time("LastReferencedDate", null).nillable(),
        text("BannerPhotoUrl", |v, _| photo(v, 'B')).nillable(),
        text("SmallBannerPhotoUrl", |v, _| photo(v, 'D')).nillable(),
        text("MediumBannerPhotoUrl", |v, _| photo(v, 'E')).nillable(),
        text("FullPhotoUrl", |v, _| photo(v, 'F')).nillable(),
        text("SmallPhotoUrl", |v, _| photo(v, 'T')).nillable(),
        text("MediumPhotoUrl", |v, _| photo(v, 'M')).nillable(),
        text("StayInTouchSubject", null).nillable(),
        text("StayInTouchSignature", null).nillable(),
        text("StayInTouchNote", null).nillable(),
        text("OutOfOfficeMessage", null).nillable(),
        text("BadgeText", null).nillable(),
        boolean("IsProfilePhotoActive", no),
        boolean("IsExtIndicatorVisible", |v, r| {
            Value::Bool(v.world.people.is_external(r))
        }),
    ],
    relations: &[
        Relation {
            name: "Profile",
            field: "ProfileId",
            target: &super::profile::PROFILE,
            row: profile_row,
        },
        Relation {
            name: "UserRole",
            field: "UserRoleId",
            target: &super::user_role::USER_ROLE,
            row: role_row,
        },
        Relation {
            name: "Manager",
            field: "ManagerId",
            target: &USER,
            row: |v, r| v.world.people.manager(r),
        },
        Relation {
            name: "CreatedBy",
            field: "CreatedById",
            target: &USER,
            row: |v, r| Some(v.world.people.creator(r)),
        },
        Relation {
            name: "LastModifiedBy",
            field: "LastModifiedById",
            target: &USER,
            row: |v, r| Some(v.world.people.last_modifier(r)),
        },
    ],
    children: &[
        Child {
            name: "PermissionSetAssignments",
            target: &super::permission_set_assignment::PERMISSION_SET_ASSIGNMENT,
            field: "AssigneeId",
        },
        Child {
            name: "ManagedUsers",
            target: &USER,
            field: "ManagerId",
        },
        Child {
            name: "OauthToken",
            target: &super::oauth_token::OAUTH_TOKEN,
            field: "UserId",
        },
    ],
};
