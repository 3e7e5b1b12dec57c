//! `GET /api/v1/cves` and `GET /api/v1/cves/{cve}`: the catalogue of public CVEs.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use varsel_app::AppError;
use varsel_app::intake::ProblemKind;
use varsel_core::cve::{CveEntry, SsvcAnswers, Versions};
use varsel_core::permission::Action;
use varsel_core::score::cvss::Score;
use varsel_core::vulnerability_id::VulnerabilityId;
use varsel_store::cves;

use super::openapi::{ReadOneProblems, ReadProblems};
use super::query::Query;
use super::read_case::Number;
use super::{code, token};
use crate::ask::Ask;
use crate::failure::Failure;
use crate::web::Web;

/// Search results.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveList {
    /// CVEs, newest first.
    cves: Vec<ListedCve>,
}

/// A CVE in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListedCve {
    /// Id.
    #[schema(example = "CVE-2021-44228")]
    id: String,
    /// State: published, rejected or unknown.
    state: code::CveState,
    /// One-line title.
    title: String,
    /// Description.
    description: String,
}

/// Public information about a CVE, or about an advisory of another database that has no CVE.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveBody {
    /// Id.
    #[schema(example = "CVE-2021-44228")]
    id: String,
    /// State: published, rejected or unknown.
    state: code::CveState,
    /// One-line title.
    title: String,
    /// Description; for a rejected CVE, the reason.
    description: String,
    /// Whether its publisher or another party disputes it.
    disputed: bool,
    /// Scores by source.
    scores: Vec<CveScore>,
    /// Since when CISA lists it as known exploited; null if it does not, or no longer does.
    #[schema(required)]
    known_exploited_since: Option<Date>,
    /// When CISA stopped listing it as known exploited; null if it still does, or never did.
    #[schema(required)]
    known_exploited_until: Option<Date>,
    /// SSVC answers by source.
    ssvc: Vec<CveSsvc>,
    /// Probability of exploitation within thirty days; null if unknown.
    #[schema(required)]
    epss: Option<CveEpss>,
    /// Weaknesses (CWE).
    weaknesses: Vec<String>,
    /// Products and packages with their affected versions.
    affected: Vec<CveAffected>,
    /// Reference URLs.
    references: Vec<String>,
    /// Ids in other databases, and ids that replaced it.
    aliases: Vec<String>,
    /// Sources, with the time of their data.
    sources: Vec<CveSourceBody>,
}

/// A published score.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveScore {
    /// Source of the score.
    by: String,
    /// Vector, as published.
    vector: String,
    /// Score, as published; null if none.
    #[schema(required)]
    published: Option<f64>,
    /// Base score computed from the vector; null if it is not a valid vector.
    #[schema(value_type = Option<f64>, required)]
    base: Option<Score>,
}

/// A score of the Exploit Prediction Scoring System (EPSS).
#[derive(Serialize, ToSchema)]
pub(crate) struct CveEpss {
    /// Probability, 0 to 1.
    probability: f64,
    /// Percentile, 0 to 1.
    percentile: f64,
    /// Date of the score.
    date: Date,
}

/// A product with the status of its versions.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveAffected {
    /// Vendor and product, or package.
    name: String,
    /// Whether any version is affected.
    status: code::AffectedStatus,
    /// Affected versions, in words.
    ranges: Vec<String>,
    /// Unaffected versions, in words.
    unaffected: Vec<String>,
    /// Versions of unknown status, in words.
    unknown: Vec<String>,
    /// Status of all versions that are not listed; null if the source does not say.
    #[schema(required)]
    others: Option<code::AffectedStatus>,
}

/// Answers to three SSVC questions.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveSsvc {
    /// Source of the answers; empty if unknown.
    by: String,
    /// `none`, `poc` or `active`.
    exploitation: String,
    /// `yes` or `no`.
    automatable: String,
    /// `partial` or `total`.
    technical_impact: String,
}

impl CveSsvc {
    fn of(answers: &SsvcAnswers) -> Self {
        Self {
            by: answers.by.clone(),
            exploitation: answers.exploitation.clone(),
            automatable: answers.automatable.clone(),
            technical_impact: answers.technical_impact.clone(),
        }
    }
}

/// A source of information.
#[derive(Serialize, ToSchema)]
pub(crate) struct CveSourceBody {
    /// The source.
    source: code::CveSource,
    /// When it last changed its information.
    updated_at: Timestamp,
}

impl CveBody {
    fn of(entry: &CveEntry) -> Self {
        let facts = || entry.sources.iter().map(|one| &one.facts);
        let words = |versions: &[Versions]| versions.iter().map(ToString::to_string).collect();
        let share = |part: u32| f64::from(part) / 100_000.0;
        Self {
            id: entry.id.to_string(),
            state: entry.state().into(),
            title: entry.title.clone(),
            description: entry.description.clone(),
            disputed: entry.is_disputed(),
            scores: (entry.scores().into_iter())
                .map(|score| CveScore {
                    by: score.by.clone(),
                    vector: score.vector.clone(),
                    published: score.tenths.map(|tenths| f64::from(tenths) / 10.0),
                    base: score.read().map(|vector| vector.scores().base),
                })
                .collect(),
            known_exploited_since: entry.known_exploited().map(|known| known.added),
            known_exploited_until: entry.no_longer_exploited(),
            ssvc: entry.ssvc().into_iter().map(CveSsvc::of).collect(),
            epss: entry.epss.map(|epss| CveEpss {
                probability: share(epss.probability),
                percentile: share(epss.percentile),
                date: epss.date,
            }),
            weaknesses: facts().flat_map(|facts| facts.weaknesses.clone()).collect(),
            affected: facts()
                .flat_map(|facts| &facts.affected)
                .map(|one| CveAffected {
                    name: one.name.clone(),
                    status: one.status().into(),
                    ranges: words(&one.ranges),
                    unaffected: words(&one.unaffected),
                    unknown: words(&one.unknown),
                    others: one.others.map(Into::into),
                })
                .collect(),
            references: facts().flat_map(|facts| facts.references.clone()).collect(),
            aliases: facts()
                .flat_map(|facts| [&facts.aliases[..], &facts.replaced_by[..]].concat())
                .collect(),
            sources: (entry.sources.iter())
                .map(|one| CveSourceBody { source: one.source.into(), updated_at: one.updated })
                .collect(),
        }
    }
}

/// Searches CVEs
///
/// Searches id, title and description; the last word matches as a prefix.
#[utoipa::path(
    get,
    path = "/api/v1/cves",
    operation_id = "findCves",
    tag = "scoring",
    params(
        ("q" = String, Query, description = "Words, or the start of an id"),
        ("limit" = Option<usize>, Query, description = "Maximum number of results; default 50", minimum = 1, maximum = 100),
    ),
    responses((status = 200, description = "Search results", body = CveList), ReadProblems),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn find(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let mut query = Query::read(ask.uri.query().unwrap_or_default(), &["q", "limit"]);
    let limit = i64::try_from(query.limit()).unwrap_or(i64::MAX);
    let words: String = query.get("q").unwrap_or_default().chars().take(200).collect();
    if words.trim().is_empty() {
        query.wrong("q", ProblemKind::Missing);
    }
    let body = token::scan(&web, &ask, Action::ReadCase, move |tx, _, _| {
        query.finish()?;
        let found = cves::search(tx, &words, limit)?.into_iter().map(|found| ListedCve {
            id: found.id.to_string(),
            state: found.state.into(),
            title: found.title,
            description: found.description,
        });
        Ok(token::to_json(&CveList { cves: found.collect() })?)
    })
    .await?;
    Ok(token::json(StatusCode::OK, body))
}

/// Reads a CVE
///
/// Returns the information of the imported public sources. A missing CVE can be reserved, or newer than the last import.
#[utoipa::path(
    get,
    path = "/api/v1/cves/{cve}",
    operation_id = "readCve",
    tag = "scoring",
    params(("cve" = String, Path, description = "The CVE id, or the id of another database: GHSA, OSV, EUVD, GCVE", example = "CVE-2021-44228")),
    responses((status = 200, description = "The CVE", body = CveBody), ReadOneProblems),
    security(("token" = ["cases:read"])),
)]
pub(crate) async fn read(State(web): State<Web>, ask: Ask, id: Number) -> Result<Response, Failure> {
    let body = token::read(&web, &ask, Action::ReadCase, move |tx, _, _| {
        let id: VulnerabilityId = id.0.parse().map_err(|_| AppError::NotFound)?;
        let entry = cves::find(tx, &id)?.ok_or(AppError::NotFound)?;
        Ok(token::to_json(&CveBody::of(&entry))?)
    })
    .await?;
    Ok(token::json(StatusCode::OK, body))
}
