//! What support runs to make keys and entitlements and to look into them.

#![allow(
    clippy::print_stdout,
    reason = "a command line tool talks to its terminal"
)]

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use lexopt::prelude::*;
use lpc_core::entitlement::{Candidate, Entitlement, REQUIRED_EDITION, judge};
use lpc_core::salesforce_id::SalesforceId;
use lpc_entitlement::{Claims, EXTENSION, ISSUER, Verifier, demo, issue, key_list};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The identifier of the shipped flavor.
const PROGRAM: &str = "com.lpcadmin.console";

const USAGE: &str = "\
Makes and inspects the entitlements that open the LPC Admin Console.

  entitlement keygen --out FILE.pem
      Makes a key pair. The private key goes into FILE.pem and must stay with support; its name is
      the key's id. The printed line goes into LPC_ENTITLEMENT_KEYS when the console is built.

  entitlement issue --key FILE.pem --customer NAME --organization ID [--organization ID ...]
                    (--days N | --until YYYY-MM-DD) [--from YYYY-MM-DD] [--sandboxes]
                    [--edition NAME] [--key-id ID] [--program ID] [--out FILE.entitlement]
      Signs an entitlement. ID is a Salesforce organization's id (Setup > Company Information), 15
      or 18 characters. --sandboxes admits every sandbox too. Days begin and end at 0:00 UTC;
      --until names the last valid day.

  entitlement issue --demo ...
      The same for the demo flavor, with the demo key of the repository instead of --key.

  entitlement inspect FILE.entitlement [--keys LIST]
      Says what a file holds and whether the console opens with it now. LIST is the public keys as in
      LPC_ENTITLEMENT_KEYS, which is taken when --keys is missing; the demo key is always known.
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("entitlement: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut words = lexopt::Parser::from_env();
    match words.next()? {
        Some(Value(word)) => match word.string()?.as_str() {
            "keygen" => keygen(words),
            "issue" => sign(words),
            "inspect" => inspect(words),
            "help" => help(),
            other => bail!("{other} is not known\n\n{USAGE}"),
        },
        None | Some(Long("help") | Short('h')) => help(),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn help() -> Result<()> {
    print!("{USAGE}");
    Ok(())
}

fn keygen(mut words: lexopt::Parser) -> Result<()> {
    let mut out: Option<PathBuf> = None;
    while let Some(word) = words.next()? {
        match word {
            Long("out") => out = Some(words.value()?.into()),
            Long("help") => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.context("--out FILE.pem is missing")?;
    let id = stem(&out)?;
    let key = issue::new_private_key()?;
    let entry = format!("{id}:{}", issue::public_key(&key)?);
    key_list::parse(&entry).map_err(anyhow::Error::msg)?;
    let mut options = OpenOptions::new();
    // Never over a key that is there: what it signed could not be signed again.
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options
        .open(&out)
        .with_context(|| format!("{} cannot be created", out.display()))?;
    file.write_all(key.as_bytes())?;
    file.sync_all()?;
    println!(
        "The private key is in {}. Keep it with support.",
        out.display()
    );
    println!("For the build ({}):\n{entry}", key_list::VARIABLE);
    Ok(())
}

#[derive(Default)]
struct Wanted {
    key: Option<PathBuf>,
    key_id: Option<String>,
    demo: bool,
    customer: Option<String>,
    organizations: Vec<String>,
    sandboxes: bool,
    from: Option<Date>,
    until: Option<Date>,
    days: Option<i64>,
    edition: Option<String>,
    program: Option<String>,
    out: Option<PathBuf>,
}

fn sign(mut words: lexopt::Parser) -> Result<()> {
    let mut wanted = Wanted::default();
    while let Some(word) = words.next()? {
        match word {
            Long("key") => wanted.key = Some(words.value()?.into()),
            Long("key-id") => wanted.key_id = Some(words.value()?.string()?),
            Long("demo") => wanted.demo = true,
            Long("customer") => wanted.customer = Some(words.value()?.string()?),
            Long("organization") => wanted.organizations.push(words.value()?.string()?),
            Long("sandboxes") => wanted.sandboxes = true,
            Long("from") => wanted.from = Some(words.value()?.parse()?),
            Long("until") => wanted.until = Some(words.value()?.parse()?),
            Long("days") => wanted.days = Some(words.value()?.parse()?),
            Long("edition") => wanted.edition = Some(words.value()?.string()?),
            Long("program") => wanted.program = Some(words.value()?.string()?),
            Long("out") => wanted.out = Some(words.value()?.into()),
            Long("help") => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let (key, key_id, program) = signer(&wanted)?;
    let claims = claims(&wanted, program, Timestamp::now())?;
    let token = issue::sign(&claims, &key, &key_id)?;
    // The same reading as the console's: nothing goes out that it would refuse.
    let entry = format!("{key_id}:{}", issue::public_key(&key)?);
    let verifier = Verifier::new(&entry, &claims.aud).map_err(anyhow::Error::msg)?;
    let entitlement = verifier.verify(&token)?;
    let out = wanted
        .out
        .unwrap_or_else(|| PathBuf::from(format!("{}.{EXTENSION}", file_name(&claims.customer))));
    fs::write(&out, format!("{token}\n"))
        .with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{}\n{}", out.display(), described(&entitlement));
    Ok(())
}

/// Private key, its id, and the program it signs for.
fn signer(wanted: &Wanted) -> Result<(String, String, String)> {
    let program = |default: &str| wanted.program.clone().unwrap_or_else(|| default.to_owned());
    if wanted.demo {
        let key = demo::PRIVATE_KEY.to_owned();
        return Ok((key, demo::KEY_ID.to_owned(), program(demo::AUDIENCE)));
    }
    let path = wanted.key.as_deref().context("--key FILE.pem is missing")?;
    let key = fs::read_to_string(path)
        .with_context(|| format!("the key {} cannot be read", path.display()))?;
    let id = wanted.key_id.clone().map_or_else(|| stem(path), Ok)?;
    Ok((key, id, program(PROGRAM)))
}

fn claims(wanted: &Wanted, program: String, now: Timestamp) -> Result<Claims> {
    let from = match wanted.from {
        Some(day) => start_of(day)?,
        None => now.as_second(),
    };
    let until = match (wanted.until, wanted.days) {
        (Some(day), None) => start_of(day.tomorrow()?)?,
        (None, Some(days)) => {
            let length = SignedDuration::try_from_hours(days.saturating_mul(24));
            let length = length.context("--days is too large")?;
            from.saturating_add(length.as_secs())
        }
        (Some(_), Some(_)) => bail!("take either --days or --until"),
        (None, None) => bail!("--days N or --until YYYY-MM-DD is missing"),
    };
    if until <= now.as_second() {
        bail!("it would have expired already");
    }
    let organizations = wanted
        .organizations
        .iter()
        .map(|text| {
            SalesforceId::parse(text)
                .map(|id| id.to_string())
                .with_context(|| text.clone())
        })
        .collect::<Result<Vec<_>>>()?;
    if organizations.is_empty() {
        bail!("--organization ID is missing");
    }
    Ok(Claims {
        iss: ISSUER.to_owned(),
        aud: program,
        iat: now.as_second(),
        nbf: from,
        exp: until,
        customer: wanted
            .customer
            .clone()
            .context("--customer NAME is missing")?,
        edition: wanted
            .edition
            .clone()
            .unwrap_or_else(|| REQUIRED_EDITION.to_owned()),
        organizations,
        sandboxes: wanted.sandboxes,
    })
}

fn start_of(day: Date) -> Result<i64> {
    Ok(TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0))?.as_second())
}

fn inspect(mut words: lexopt::Parser) -> Result<()> {
    let (mut file, mut keys) = (None, std::env::var(key_list::VARIABLE).unwrap_or_default());
    while let Some(word) = words.next()? {
        match word {
            Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            Long("keys") => keys = words.value()?.string()?,
            Long("help") => return help(),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.context("which file?")?;
    let text =
        fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let shipped = Verifier::new(&keys, PROGRAM).map_err(anyhow::Error::msg)?;
    let demo_keys = Verifier::new(demo::PUBLIC_KEYS, demo::AUDIENCE).map_err(anyhow::Error::msg)?;
    let content = match demo_keys.verify(&text) {
        Ok(entitlement) => {
            println!("For the demo flavor only.");
            Ok(entitlement)
        }
        Err(_) => shipped.verify(&text),
    };
    if let Ok(entitlement) = &content {
        println!("{}", described(entitlement));
    }
    let candidate = Candidate {
        file: file.display().to_string(),
        changed: None,
        content,
    };
    match judge(&candidate, Timestamp::now()) {
        Ok(_) => {
            println!("The console opens with it.");
            Ok(())
        }
        Err(refusal) => bail!("the console does not open with it: {}", refusal.problem),
    }
}

fn described(entitlement: &Entitlement) -> String {
    let Entitlement {
        customer,
        edition,
        organizations,
        sandboxes,
        issued,
        not_before,
        expires,
        key_id,
    } = entitlement;
    let ids: Vec<&str> = organizations.iter().map(SalesforceId::as_str).collect();
    format!(
        "  Customer       {customer}\n  Edition        {edition}\n  Organizations  {}\n  \
         Sandboxes      {}\n  Issued         {issued}\n  Valid from     {not_before}\n  \
         Expires        {expires}\n  Key            {key_id}",
        ids.join(", "),
        if *sandboxes {
            "all"
        } else {
            "only those listed"
        },
    )
}

fn stem(path: &Path) -> Result<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.map(str::to_owned).context("the file needs a name")
}

/// A customer's name as a file name.
fn file_name(customer: &str) -> String {
    let plain: String = customer
        .chars()
        .map(|one| if one.is_alphanumeric() { one } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    plain
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
