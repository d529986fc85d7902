//! A key and certificate of an app, made anew for each test program.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{CertificateParams, PKCS_RSA_SHA256};
use salesforce_sim::{App, PreAuthorized};
use serde_json::{Value, json};

use super::bench::SERVICE;

pub const BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

pub struct Signer {
    key: EncodingKey,
    pub certificate: String,
    pub public_key: String,
}

impl Signer {
    pub fn new() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).expect("a document");
        let der = der.as_ref().try_into().expect("a key");
        let own = rcgen::KeyPair::from_der_and_sign_algo(&der, &PKCS_RSA_SHA256).expect("a key");
        let params = CertificateParams::new(vec!["app.example.com".to_owned()]).expect("a name");
        let certificate = params.self_signed(&own).expect("a certificate");
        Self {
            key: EncodingKey::from_rsa_pem(own.serialize_pem().as_bytes()).expect("a key"),
            certificate: certificate.pem(),
            public_key: own.public_key_pem(),
        }
    }

    /// The one that tests share: making a key takes a while.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Signer> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    pub fn sign(&self, claims: &Value) -> String {
        encode(&Header::new(Algorithm::RS256), claims, &self.key).expect("a token")
    }

    /// An assertion for the service account, with some claims replaced or (null) left out.
    pub fn assertion(&self, changes: &Value) -> String {
        let mut claims = json!({
            "iss": App::CONFIDENTIAL_CLIENT_ID,
            "sub": SERVICE,
            "aud": "https://login.salesforce.com",
            "exp": 1_795_435_200 + 180,
        });
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        let claims = claims.as_object_mut().expect("an object");
        claims.retain(|_, value| !value.is_null());
        self.sign(&Value::Object(claims.clone()))
    }
}

/// The confidential app with the shared certificate, approved by an administrator for everyone.
pub fn pre_authorized_app() -> App {
    App {
        certificate: Some(Signer::shared().certificate.clone()),
        admin_approved_only: true,
        pre_authorized: PreAuthorized::Everyone,
        ..App::confidential()
    }
}
