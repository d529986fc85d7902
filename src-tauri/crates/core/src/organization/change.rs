//! One change of an organization, and the rules that depend on how the organization is by then.
//!
//! The store applies it to the row as it reads it in the transaction that writes it, so that two
//! changes in the same moment both stay.

use super::{ClientApp, Organization, OrganizationId};
use crate::naming::{NamingProblem, free_name};
use crate::text;
use std::collections::HashSet;

/// A change of one field, or of fields that only change together. Names and ids were checked where
/// they were entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationChange {
    /// A person chooses the name; from now on Salesforce's changes nothing.
    Rename(String),
    /// Salesforce's name, for an organization that no person named; with a number where another one
    /// has it.
    AdoptName(String),
    /// The external id, once.
    SetExternalId(String),
    /// Turns the synchronization on or off.
    Synchronization(bool),
    /// The switch *Login using Salesforce Service Account*.
    ServiceAccountLogin(bool),
    /// Whether no LPC user works with the service account.
    NoLpcUser(bool),
    /// What was entered for one environment.
    ClientApp(ClientApp),
}

/// What the other organizations are called. Names are told apart as people read them: without accents
/// and case.
#[derive(Debug)]
pub struct Others {
    names: HashSet<String>,
    external_ids: HashSet<String>,
}

impl Others {
    /// All but one.
    pub fn of(known: &[Organization], id: OrganizationId) -> Self {
        let others = || known.iter().filter(|known| known.id != id);
        Self {
            names: others().map(|known| text::key(&known.name)).collect(),
            external_ids: others()
                .filter_map(|known| known.external_id.clone())
                .collect(),
        }
    }

    fn have_name(&self, name: &str) -> bool {
        self.names.contains(&text::key(name))
    }

    fn have_external_id(&self, id: &str) -> bool {
        self.external_ids.contains(id)
    }
}

impl OrganizationChange {
    /// Changes the organization; it stays as it is when the change is refused.
    pub fn apply(
        &self,
        organization: &mut Organization,
        others: &Others,
    ) -> Result<(), NamingProblem> {
        match self {
            Self::Rename(name) => {
                // Salesforce may call two organizations the same: such a name may be kept.
                if *name != organization.name && others.have_name(name) {
                    return Err(NamingProblem::NameTaken);
                }
                organization.name.clone_from(name);
                organization.named_by_hand = true;
            }
            Self::AdoptName(name) => {
                if !organization.named_by_hand {
                    organization.name = free_name(name, |name| others.have_name(name));
                }
            }
            Self::SetExternalId(id) => {
                if organization.external_id.is_some() {
                    return Err(NamingProblem::ExternalIdFixed);
                }
                if others.have_external_id(id) {
                    return Err(NamingProblem::ExternalIdTaken);
                }
                organization.external_id = Some(id.clone());
            }
            Self::Synchronization(on) => organization.synchronization = *on,
            Self::ServiceAccountLogin(on) => organization.service_account_login = *on,
            Self::NoLpcUser(confirmed) => organization.confirmed_no_lpc_user = *confirmed,
            Self::ClientApp(entered) => {
                let apps = &mut organization.client_apps;
                match apps
                    .iter_mut()
                    .find(|app| app.environment == entered.environment)
                {
                    Some(app) => app.clone_from(entered),
                    None => apps.push(entered.clone()),
                }
            }
        }
        Ok(())
    }
}

impl Organization {
    /// Whether it can be added beside the others. Only a person's choice of a name is refused; what
    /// Salesforce calls two organizations is not ours to refuse.
    pub fn fits_beside(&self, others: &Others) -> Result<(), NamingProblem> {
        if self.named_by_hand && others.have_name(&self.name) {
            return Err(NamingProblem::NameTaken);
        }
        match &self.external_id {
            Some(id) if others.have_external_id(id) => Err(NamingProblem::ExternalIdTaken),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::changes;
    use crate::environment::Environment;

    /// One other organization, with a name and an external id.
    fn other() -> Others {
        let id = Some("ORG-7".to_owned());
        let other = Organization::named("Pellworm".to_owned(), id, "");
        Others::of(&[other], OrganizationId::random())
    }

    fn adopted() -> Organization {
        Organization {
            named_by_hand: false,
            ..Organization::named("My organization".to_owned(), None, "")
        }
    }

    fn after(
        organization: &Organization,
        change: &OrganizationChange,
    ) -> Result<Organization, NamingProblem> {
        let mut changed = organization.clone();
        let applied = change.apply(&mut changed, &other());
        if applied.is_err() {
            assert_eq!(changed, *organization, "what is refused changes nothing");
        }
        applied.map(|()| changed)
    }

    fn adopt(name: &str) -> OrganizationChange {
        OrganizationChange::AdoptName(name.to_owned())
    }

    fn rename(name: &str) -> OrganizationChange {
        OrganizationChange::Rename(name.to_owned())
    }

    fn external_id(id: &str) -> OrganizationChange {
        OrganizationChange::SetExternalId(id.to_owned())
    }

    #[test]
    fn each_change_is_one_entry_of_the_audit_and_leaves_every_other_field_alone() {
        let before = adopted();
        let app = ClientApp {
            environment: Environment::Sandbox,
            consumer_key: "3MVG9.sandbox".to_owned(),
            login_origin: Some("https://halden.sandbox.my.salesforce.com".to_owned()),
        };
        for change in [
            rename("Halden"),
            adopt("Halden"),
            external_id("ORG-1"),
            OrganizationChange::Synchronization(false),
            OrganizationChange::ServiceAccountLogin(false),
            OrganizationChange::NoLpcUser(true),
            OrganizationChange::ClientApp(app),
        ] {
            let changed = after(&before, &change).expect("not refused");
            assert_eq!(changes(&before, &changed).len(), 1, "{change:?}");
        }
    }

    #[test]
    fn a_name_that_a_person_chose_stays_whichever_change_comes_first() {
        let before = adopted();
        let renamed = after(&before, &rename("Halden")).expect("free");
        let then_adopted = after(&renamed, &adopt("Tallow Street"));
        assert_eq!(then_adopted, Ok(renamed.clone()));
        let adopted = after(&before, &adopt("Tallow Street")).expect("never refused");
        assert_eq!(adopted.name, "Tallow Street");
        assert_eq!(after(&adopted, &rename("Halden")), Ok(renamed));
    }

    #[test]
    fn a_name_of_another_organization_is_refused_to_a_person_and_numbered_for_salesforce() {
        let before = adopted();
        assert_eq!(
            after(&before, &rename("pellworm")),
            Err(NamingProblem::NameTaken)
        );
        let numbered = after(&before, &adopt("Pellworm")).expect("never refused");
        assert_eq!(numbered.name, "Pellworm 2");
        // Two that Salesforce calls the same.
        let twin = Organization {
            name: "Pellworm".to_owned(),
            ..adopted()
        };
        let kept = after(&twin, &rename("Pellworm")).expect("its own name");
        assert!(kept.named_by_hand);
    }

    #[test]
    fn an_external_id_is_set_once_and_never_twice() {
        let before = adopted();
        assert_eq!(
            after(&before, &external_id("ORG-7")),
            Err(NamingProblem::ExternalIdTaken)
        );
        let set = after(&before, &external_id("ORG-1")).expect("free");
        assert_eq!(set.external_id.as_deref(), Some("ORG-1"));
        for again in ["ORG-1", "ORG-2"] {
            assert_eq!(
                after(&set, &external_id(again)),
                Err(NamingProblem::ExternalIdFixed)
            );
        }
    }

    #[test]
    fn an_environment_keeps_its_app_when_the_other_one_gets_its_own() {
        let mut organization = Organization::named("Halden".to_owned(), None, "3MVG9.both");
        organization.client_apps.truncate(1);
        for environment in Environment::ALL {
            let app = ClientApp {
                consumer_key: environment.slug().to_owned(),
                ..ClientApp::empty(environment)
            };
            organization =
                after(&organization, &OrganizationChange::ClientApp(app)).expect("never refused");
        }
        assert_eq!(organization.client_apps.len(), 2);
        for environment in Environment::ALL {
            assert_eq!(
                organization.client_app(environment).consumer_key,
                environment.slug()
            );
        }
    }

    #[test]
    fn a_new_organization_has_names_and_ids_of_its_own_unless_salesforce_chose_them() {
        let named = |id: Option<&str>| {
            Organization::named("Pellworm".to_owned(), id.map(str::to_owned), "")
        };
        assert_eq!(
            named(None).fits_beside(&other()),
            Err(NamingProblem::NameTaken)
        );
        let mut found = Organization {
            named_by_hand: false,
            ..named(Some("ORG-7"))
        };
        assert_eq!(
            found.fits_beside(&other()),
            Err(NamingProblem::ExternalIdTaken)
        );
        found.external_id = None;
        assert_eq!(found.fits_beside(&other()), Ok(()));
    }
}
