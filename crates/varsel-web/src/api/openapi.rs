//! `GET /api/v1/openapi.json`: the description of the API, generated from the endpoints.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::Response;
use utoipa::openapi::response::{Response as Described, ResponseBuilder};
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Schema};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::{
    code, create_case, cves, list_cases, problem, read_case, read_priority, read_score, read_timeline, token,
    write_message,
};

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Varsel",
        version = "1",
        description = "Report security events in the offers of a marketplace, and track them. Every request needs an API token, sent as `Authorization: Bearer …`. Times are RFC 3339 in UTC. Errors are problem documents (RFC 9457) with a stable `code`.",
        license(name = "Apache-2.0 OR MIT"),
    ),
    servers((url = "/", description = "This installation")),
    tags((name = "cases", description = "Security events"), (name = "scoring", description = "CVSS, priorities, public CVEs"), (name = "about", description = "The API itself")),
    paths(
        list_cases::list,
        create_case::create,
        read_case::read,
        read_timeline::read,
        write_message::write,
        read_score::read,
        read_priority::read,
        cves::find,
        cves::read,
        show,
    ),
    components(schemas(problem::Problem, code::View)),
    modifiers(&Token, &Views),
)]
struct Api;

/// Adds the security scheme.
struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A person's API token, with the scope `cases:read`, `cases:write` or both."))
            .build();
        openapi.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Makes `oneOf` of the two views an `anyOf`: a desk's response is also valid as a publisher's, with more fields.
struct Views;

impl Modify for Views {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let Some(components) = &mut openapi.components else { return };
        for name in ["CaseBody", "ListedBody"] {
            if let Some(RefOr::T(schema)) = components.schemas.get_mut(name)
                && let Schema::OneOf(choice) = &*schema
            {
                let mut any = AnyOfBuilder::new().description(choice.description.clone());
                for item in &choice.items {
                    any = any.item(item.clone());
                }
                *schema = any.build().into();
            }
        }
    }
}

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut text = Api::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
});

/// Returns the `OpenAPI` 3.1 document of the API, indented and deterministic.
pub fn openapi_json() -> String {
    DOCUMENT.clone()
}

/// Describes the API
///
/// Returns this document. No authentication needed.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "describeApi",
    tag = "about",
    responses((status = 200, description = "An OpenAPI 3.1 document", body = serde_json::Value)),
)]
pub(crate) async fn show() -> Response {
    token::json(StatusCode::OK, openapi_json())
}

type Responses = BTreeMap<String, RefOr<Described>>;

fn problems(given: &[(&str, &str)]) -> Responses {
    let described = |description: &str| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response =
            ResponseBuilder::new().description(description).content("application/problem+json", content);
        RefOr::T(response.build())
    };
    let always = [
        ("401", "Missing or invalid token"),
        ("403", "Not allowed by the token's scopes or its owner's role"),
        ("503", "The database is unavailable, busy or full; `Retry-After` says when to retry"),
    ];
    always.iter().chain(given).map(|(status, text)| ((*status).to_owned(), described(text))).collect()
}

const WRONG: (&str, &str) =
    ("422", "Invalid fields or parameters; `errors` lists each with what is accepted");
const NOWHERE: (&str, &str) = ("404", "The case does not exist, or you cannot access it");

/// Errors of a list.
pub(crate) struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> Responses {
        problems(&[WRONG])
    }
}

/// Errors of reading one case.
pub(crate) struct ReadOneProblems;

impl IntoResponses for ReadOneProblems {
    fn responses() -> Responses {
        problems(&[NOWHERE, WRONG])
    }
}

/// Errors of a change.
pub(crate) struct WriteProblems;

impl IntoResponses for WriteProblems {
    fn responses() -> Responses {
        problems(&[
            ("400", "The body is not valid JSON; `detail` says where"),
            NOWHERE,
            ("409", "Not possible in the current state of the case, which `current` shows"),
            ("413", "The body is too large"),
            ("415", "The body is not `application/json`"),
            ("422", "Invalid fields, or the idempotency key was used for another request"),
            ("429", "Hourly limit exceeded; `Retry-After` says when to retry"),
        ])
    }
}
