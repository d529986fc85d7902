//! `/limits`: what the organization may use and how much of it is left.

use serde_json::{Map, Value, json};

use super::{ApiError, Call, Caller, Reply};
use crate::soql::{Table, View, table};
use crate::world::World;

/// Name, allowance and what is left of it, in the order in which they are listed. The one that
/// moves, `DailyApiRequests`, is put in its place.
const ALL: [(&str, u64, u64); 54] = [
    ("ActiveScratchOrgs", 40, 40),
    ("AnalyticsExternalDataSizeMB", 40_960, 40_960),
    ("ConcurrentAsyncGetReportInstances", 200, 200),
    ("ConcurrentEinsteinDataInsightsStoryCreation", 5, 5),
    ("ConcurrentEinsteinDiscoveryStoryCreation", 2, 2),
    ("ConcurrentSyncReportRuns", 20, 20),
    ("DailyAnalyticsDataflowJobExecutions", 60, 60),
    ("DailyAnalyticsUploadedFilesSizeMB", 51_200, 51_200),
    ("DailyApiRequests", 0, 0),
    ("DailyAsyncApexExecutions", 250_000, 249_871),
    ("DailyAsyncApexTests", 500, 500),
    ("DailyBulkApiBatches", 15_000, 15_000),
    ("DailyBulkV2QueryFileStorageMB", 976_562, 976_562),
    ("DailyBulkV2QueryJobs", 10_000, 10_000),
    ("DailyDeliveredPlatformEvents", 50_000, 50_000),
    (
        "DailyDurableGenericStreamingApiEvents",
        1_000_000,
        1_000_000,
    ),
    ("DailyDurableStreamingApiEvents", 1_000_000, 1_000_000),
    ("DailyEinsteinDataInsightsStoryCreation", 1_000, 1_000),
    ("DailyEinsteinDiscoveryOptimizationJobRuns", 25, 25),
    ("DailyEinsteinDiscoveryPredictAPICalls", 50_000, 50_000),
    ("DailyEinsteinDiscoveryPredictionsByCDC", 500_000, 500_000),
    ("DailyEinsteinDiscoveryStoryCreation", 100, 100),
    ("DailyFunctionsApiCallLimit", 235_000, 235_000),
    ("DailyGenericStreamingApiEvents", 1_000_000, 1_000_000),
    ("DailyScratchOrgs", 80, 80),
    ("DailyStandardVolumePlatformEvents", 25_000, 25_000),
    ("DailyStreamingApiEvents", 1_000_000, 1_000_000),
    ("DailyWorkflowEmails", 5_000, 4_962),
    ("DataStorageMB", 1_024, 640),
    ("DurableStreamingApiConcurrentClients", 1_000, 1_000),
    ("FileStorageMB", 10_240, 8_913),
    ("HourlyAsyncReportRuns", 1_200, 1_200),
    ("HourlyDashboardRefreshes", 200, 200),
    ("HourlyDashboardResults", 5_000, 5_000),
    ("HourlyDashboardStatuses", 999_999_999, 999_999_999),
    ("HourlyLongTermIdMapping", 100_000, 100_000),
    ("HourlyManagedContentPublicRequests", 50_000, 50_000),
    ("HourlyODataCallout", 20_000, 20_000),
    ("HourlyPublishedPlatformEvents", 250_000, 250_000),
    ("HourlyPublishedStandardVolumePlatformEvents", 1_000, 1_000),
    ("HourlyShortTermIdMapping", 100_000, 100_000),
    ("HourlySyncReportRuns", 500, 500),
    ("HourlyTimeBasedWorkflow", 1_000, 1_000),
    ("MassEmail", 5_000, 5_000),
    ("MaxContentDocumentsLimit", 30_000_000, 29_998_204),
    ("MonthlyEinsteinDiscoveryStoryCreation", 500, 500),
    ("MonthlyPlatformEventsUsageEntitlement", 0, 0),
    ("Package2VersionCreates", 6, 6),
    ("Package2VersionCreatesWithoutValidation", 500, 500),
    ("PermissionSets", 1_500, 1_489),
    ("PrivateConnectOutboundCalloutHourlyLimitMB", 0, 0),
    ("PublishCallbackUsageInApex", 5_242_880, 5_242_880),
    ("SingleEmail", 5_000, 4_998),
    ("StreamingApiConcurrentClients", 1_000, 1_000),
];

/// `GET …/limits`
pub(super) fn limits(world: &World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    if !world.permission(caller.user, "PermissionsViewSetup") {
        let status = axum::http::StatusCode::FORBIDDEN;
        let message = "insufficient access rights on object id";
        return Err(ApiError::new(status, "INSUFFICIENT_ACCESS", message));
    }
    let (used, limit) = world.api_usage();
    let mut body = Map::new();
    for (name, max, left) in ALL {
        let mut entry = json!({"Max": max, "Remaining": left});
        if name == "DailyApiRequests" {
            entry = json!({"Max": limit, "Remaining": limit - used});
        }
        if name == "PermissionSets" {
            entry["CreateCustom"] = json!({"Max": 1_000, "Remaining": 989});
        }
        body.insert(name.to_owned(), entry);
    }
    Ok(Reply::json("LimitsSnapshot", &Value::Object(body)))
}

/// `GET …/limits/recordCount?sObjects=User,Profile`
pub(super) fn record_count(world: &World, caller: &Caller, call: &Call) -> Result<Reply, ApiError> {
    call.allow("HEAD,GET")?;
    let view = View {
        world,
        user: caller.user,
    };
    let asked: Vec<&str> = call
        .param("sObjects")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    let all: Vec<&str> = crate::soql::readable_tables(view)
        .map(|table| table.name)
        .collect();
    let names = if asked == [""] { &all } else { &asked };
    let counts = names.iter().take(100).filter_map(|name| {
        let table = table(name).filter(|table| (table.readable)(&view))?;
        Some(json!({"count": about(table, &view), "name": table.name}))
    });
    let body = json!({"sObjects": counts.collect::<Vec<Value>>()});
    Ok(Reply::json("RecordCount", &body))
}

/// How many rows an object has: about as many, as the service says, when it is large.
fn about(table: &Table, view: &View<'_>) -> u64 {
    const LOOKED_AT: u32 = 100_000;
    let rows = (table.rows)(view);
    let step = rows.div_ceil(LOOKED_AT).max(1);
    let looked = (0..rows).step_by(step as usize);
    let found = looked.filter(|&row| (table.exists)(view, row as usize));
    found.count() as u64 * u64::from(step)
}
