//! The peer of a load: the same pages read by the same client and thrown away.

use crate::usage::Begun;
use lpc_core::directory::UserQuery;
use lpc_core::login::callback::{CallbackAddresses, CallbackAnswer};
use lpc_core::port::salesforce::{Access, AuthorizationRequest, Redemption, Salesforce as _};
use lpc_core::secret::Secret;
use lpc_salesforce::{Origin, SalesforceClient, TrustedHosts};
use salesforce_sim::Config;

const SCHEME: &str = "com.lpcadmin.console.demo";

/// Prints the link of a login, reads the callback, and prints what the reading took.
pub async fn run(address: &str) {
    let origin = Origin::stand_in(address).unwrap();
    let trusted = TrustedHosts::with_stand_in(origin.clone(), origin);
    let client = SalesforceClient::new(trusted, "bench").unwrap();
    let client_id = Config::default().client_id;
    let redirect_uri = format!("{SCHEME}://oauth/production");
    let authorization = client
        .authorization(&AuthorizationRequest {
            login_origin: address,
            client_id: &client_id,
            redirect_uri: &redirect_uri,
            login_hint: None,
        })
        .unwrap();
    println!("{}", authorization.url.expose());
    let callback = std::io::stdin().lines().next().unwrap().unwrap();
    let CallbackAnswer::Code(code) = CallbackAddresses::new(SCHEME)
        .parse(&callback)
        .unwrap()
        .answer
    else {
        panic!("no code");
    };

    let begun = Begun::now();
    let redemption = Redemption {
        login_origin: address.to_owned(),
        client_id,
        redirect_uri,
        code,
        verifier: Secret::new(authorization.verifier.expose()),
    };
    let grant = client.redeem(redemption).await.unwrap();
    let access = Access {
        token: grant.access_token,
        instance_url: grant.instance_url,
        generation: 1,
    };
    let everyone = UserQuery::All { after: None };
    let mut page = client.users(&access, &everyone).await.unwrap().value;
    let mut users = page.users.len();
    while let Some(next) = page.next {
        page = client.more_users(&access, &next).await.unwrap().value;
        users += page.users.len();
    }
    let taken = begun.taken();
    println!("{}", serde_json::json!({ "usage": taken, "users": users }));
}
