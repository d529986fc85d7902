//! What a page of users costs: it reads what it shows, and writes nothing.

use crate::rig::Rig;
use lpc_api::users::UsersPage;
use lpc_core::fault::FaultCode;
use lpc_core::port::store::{SortColumn, Window};
use lpc_core::salesforce_id::SalesforceId;
use lpc_core::status::EffectiveStatus;
use lpc_core::users::{ShownFilter, UserQuery};

const USERS: i64 = 100_000;

/// A page of users reads no more often than this, in both databases together.
const STATEMENTS: u64 = 6;

/// Fills the mirror up with copies of an active member.
fn grow(rig: &Rig) {
    let mut database = rusqlite::Connection::open(rig.folder.path().join("console.db")).unwrap();
    let all = database.transaction().unwrap();
    let there: i64 = all
        .query_row("SELECT sum(users) FROM own_count", [], |row| row.get(0))
        .unwrap();
    all.execute_batch(
        "CREATE TEMP TABLE one AS
             SELECT * FROM user WHERE member = 1 AND incident IS NULL ORDER BY row LIMIT 1;
         CREATE TEMP TABLE last AS SELECT max(row) AS row FROM user",
    )
    .unwrap();
    {
        let name = "UPDATE one SET row = (SELECT row FROM last) + ?1, id = ?2,
             name_key = 'user ' || ?1, search_key = 'user ' || ?1";
        let mut name = all.prepare(name).unwrap();
        let mut copy = all.prepare("INSERT INTO user SELECT * FROM one").unwrap();
        for number in 1..=USERS - there {
            let id = SalesforceId::parse(&format!("0059{number:011}")).unwrap();
            name.execute((number, id.as_str())).unwrap();
            copy.execute([]).unwrap();
        }
    }
    all.execute(
        "UPDATE own_count SET users = users + ?1 WHERE own = (SELECT own FROM one)",
        [USERS - there],
    )
    .unwrap();
    let index = "INSERT INTO user_search (user_search) VALUES ('rebuild')";
    all.execute(index, []).unwrap();
    all.commit().unwrap();
}

/// Statements that read and that wrote so far, in both databases.
fn statements(rig: &Rig) -> (u64, u64) {
    let counted = rig.databases.iter().map(lpc_sqlite::Database::statements);
    counted.fold((0, 0), |(read, written), one| {
        (read + one.read, written + one.written)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_hundred_thousand_users_takes_few_statements_and_writes_nothing() {
    let mut rig = Rig::new().await;
    rig.connect().await;
    grow(&rig);
    let active = ShownFilter::Status {
        status: EffectiveStatus::Active,
    };
    let frozen = ShownFilter::Cause {
        code: FaultCode::UserFrozen,
    };
    let asked = [
        (frozen, SortColumn::Name, "", 0),
        (ShownFilter::Members, SortColumn::EffectiveStatus, "", 0),
        (ShownFilter::All, SortColumn::Name, "", 50_000),
        (active, SortColumn::Email, "", 90_000),
        (ShownFilter::Members, SortColumn::Username, "", 200),
        (ShownFilter::Members, SortColumn::EffectiveStatus, "9999", 0),
    ];
    for (filter, sort, search, offset) in asked {
        let query = UserQuery {
            organization_id: rig.org(),
            filter,
            sort,
            search: search.to_owned(),
            descending: false,
            window: Window { offset, limit: 200 },
        };
        let shown = format!("{query:?}");
        let (read, written) = statements(&rig);
        let page: UsersPage = lpc_api::users::users(&rig.host, query).await.unwrap();
        let after = statements(&rig);
        assert!(!page.rows.is_empty(), "{shown}");
        assert_eq!(after.1 - written, 0, "it wrote: {shown}");
        let taken = after.0 - read;
        assert!(
            taken > 0 && taken <= STATEMENTS,
            "{taken} statements: {shown}"
        );
    }
}
