//! Every URL, in one table. The router is made from it, and the test that probes every route walks it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::web::Web;
use crate::{api, assets, failure, nul, pages, security, server};

/// The method of a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names of RFC 9110")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// Who may use a route; the handler checks, the probe test holds it to this.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody.
    Open,
    /// Anybody who is signed in.
    Signed,
    /// Who may do this, in any organisation or at the desk.
    May(varsel_core::permission::Action),
    /// Holders of an API token that may do this.
    Token(varsel_core::permission::Action),
}

/// A route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path; `{name}` stands for a segment, `{*name}` for the rest.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Makes the table and the router from the same lines.
macro_rules! routes {
    ($($method:ident $path:literal $access:expr => $handler:expr;)+) => {
        /// Every route.
        pub const ROUTES: &[Route] = &[$(Route { method: routes!(@method $method), path: $path, access: $access }),+];

        fn table() -> Router<Web> {
            let mut router = Router::new();
            $(router = router.route($path, routes!(@router $method, $handler));)+
            router
        }
    };
    (@method GET) => { Method::Get };
    (@method POST) => { Method::Post };
    (@method PUT) => { Method::Put };
    (@method DELETE) => { Method::Delete };
    (@router GET, $handler:expr) => { get($handler) };
    (@router POST, $handler:expr) => { post($handler) };
    (@router PUT, $handler:expr) => { put($handler) };
    (@router DELETE, $handler:expr) => { delete($handler) };
}

use varsel_core::permission::Action;

routes! {
    // Operations
    GET "/healthz" Access::Open => server::healthz;
    GET "/readyz" Access::Open => server::readyz;
    GET "/assets/{hash}/{*name}" Access::Open => assets::show;
    GET "/accent.css" Access::Open => pages::preferences::accent;

    // Getting in
    GET "/sign-in" Access::Open => pages::sign_in::show;
    POST "/sign-in" Access::Open => pages::sign_in::submit;
    POST "/sign-out" Access::Open => pages::sign_in::out;
    POST "/language" Access::Open => pages::preferences::language;
    POST "/theme" Access::Open => pages::preferences::theme;
    GET "/set-up/{secret}" Access::Open => pages::welcome::show_set_up;
    POST "/set-up/{secret}" Access::Open => pages::welcome::set_up;
    GET "/invitations/{secret}" Access::Open => pages::welcome::show_invitation;
    POST "/invitations/{secret}" Access::Open => pages::welcome::join;
    GET "/password" Access::Open => pages::password::show;
    POST "/password" Access::Open => pages::password::submit;
    GET "/password/{secret}" Access::Open => pages::password::choose;
    POST "/password/{secret}" Access::Open => pages::password::set;
    GET "/how-to-report" Access::Open => pages::guide::show;

    // Accounts and people
    GET "/profile" Access::Signed => pages::profile::show;
    POST "/profile" Access::Signed => pages::profile::change;
    POST "/profile/password" Access::Signed => pages::profile::change_password;
    POST "/profile/sessions/removal" Access::Signed => pages::profile::end_sessions;
    POST "/profile/sessions/{id}/removal" Access::Signed => pages::profile::end_session;
    POST "/profile/tokens" Access::May(Action::ManageOwnTokens) => pages::profile::make_token;
    POST "/profile/tokens/{id}/removal" Access::May(Action::ManageOwnTokens) => pages::profile::revoke_token;
    POST "/profile/organisation" Access::Signed => pages::profile::switch;
    GET "/organisation" Access::May(Action::ReadOrganisation) => pages::organisation::show;
    POST "/organisation/invitations" Access::May(Action::ManageOrganisation) => pages::organisation::invite;
    POST "/organisation/invitations/{id}/removal" Access::May(Action::ManageOrganisation) => pages::organisation::revoke;
    GET "/organisation/members/{id}" Access::May(Action::ManageOrganisation) => pages::organisation::member;
    POST "/organisation/members/{id}" Access::May(Action::ManageOrganisation) => pages::organisation::change_role;
    GET "/organisation/members/{id}/removal" Access::May(Action::ManageOrganisation) => pages::organisation::ask_removal;
    POST "/organisation/members/{id}/removal" Access::May(Action::ManageOrganisation) => pages::organisation::remove;
    GET "/people" Access::May(Action::ManagePeople) => pages::people::show;
    POST "/people/invitations" Access::May(Action::ManagePeople) => pages::people::invite;
    POST "/people/invitations/{id}/removal" Access::May(Action::ManagePeople) => pages::people::revoke;
    GET "/people/{id}" Access::May(Action::ManagePeople) => pages::people::person;
    POST "/people/{id}/role" Access::May(Action::ManagePeople) => pages::people::change_role;
    GET "/people/{id}/deactivation" Access::May(Action::ManagePeople) => pages::people::ask_deactivation;
    POST "/people/{id}/deactivation" Access::May(Action::ManagePeople) => pages::people::deactivate;
    POST "/people/{id}/activation" Access::May(Action::ManagePeople) => pages::people::activate;

    // The API
    GET "/api/v1/cases" Access::Token(Action::ReadCase) => api::list_cases::list;
    POST "/api/v1/cases" Access::Token(Action::SubmitReport) => api::create_case::create;
    GET "/api/v1/cases/{number}" Access::Token(Action::ReadCase) => api::read_case::read;
    GET "/api/v1/cases/{number}/timeline" Access::Token(Action::ReadCase) => api::read_timeline::read;
    POST "/api/v1/cases/{number}/messages" Access::Token(Action::ShareMessage) => api::write_message::write;
    GET "/api/v1/score" Access::Token(Action::ReadCase) => api::read_score::read;
    GET "/api/v1/priority" Access::Token(Action::ReadCase) => api::read_priority::read;
    GET "/api/v1/cves" Access::Token(Action::ReadCase) => api::cves::find;
    GET "/api/v1/cves/{cve}" Access::Token(Action::ReadCase) => api::cves::read;
    GET "/api/v1/openapi.json" Access::Open => api::openapi::show;

    // A case
    GET "/cases/{number}" Access::May(Action::ReadCase) => pages::case::show;
    GET "/cases/{number}/fragment" Access::May(Action::ReadCase) => pages::case::fragment;
    POST "/cases/{number}/acknowledgement" Access::May(Action::Acknowledge) => pages::case::acknowledgement;
    POST "/cases/{number}/assessment" Access::May(Action::Assess) => pages::case::assessment;
    POST "/cases/{number}/assessment/agreement" Access::May(Action::Assess) => pages::case::agreement;
    POST "/cases/{number}/assessment/refusal" Access::May(Action::Assess) => pages::case::disagreement;
    GET "/cases/{number}/ssvc" Access::May(Action::ReadNotes) => pages::case::ssvc;
    GET "/cases/{number}/score" Access::May(Action::ReadCase) => pages::case::score;
    GET "/cases/{number}/score/draft" Access::May(Action::Assess) => pages::case::draft_score;
    POST "/cases/{number}/score" Access::May(Action::Assess) => pages::case::save_score;
    POST "/cases/{number}/score/acceptance" Access::May(Action::AnswerScore) => pages::case::accept_score;
    POST "/cases/{number}/score/contest" Access::May(Action::AnswerScore) => pages::case::contest_score;
    GET "/cases/{number}/duties" Access::May(Action::ReadCase) => pages::case::duties::show;
    POST "/cases/{number}/duties/judgement" Access::May(Action::KeepDuties) => pages::case::duties::judge;
    POST "/cases/{number}/duties/anchor" Access::May(Action::KeepDuties) => pages::case::duties::anchor;
    GET "/cases/{number}/duties/{regime}/{stage}" Access::May(Action::ReadCase) => pages::case::duties::pack;
    GET "/cases/{number}/duties/{regime}/{stage}/text" Access::May(Action::ReadCase) => pages::case::duties::text;
    GET "/cases/{number}/duties/{regime}/{stage}/json" Access::May(Action::ReadCase) => pages::case::duties::json;
    POST "/cases/{number}/duties/{regime}/{stage}/fields" Access::May(Action::KeepDuties) => pages::case::duties::prepare;
    POST "/cases/{number}/duties/{regime}/{stage}/filing" Access::May(Action::KeepDuties) => pages::case::duties::file;
    POST "/cases/{number}/questions" Access::May(Action::AskQuestion) => pages::case::questions;
    POST "/cases/{number}/answers" Access::May(Action::AnswerQuestion) => pages::case::answers;
    POST "/cases/{number}/messages" Access::May(Action::ShareMessage) => pages::case::messages;
    POST "/cases/{number}/notes" Access::May(Action::WriteNote) => pages::case::notes;
    POST "/cases/{number}/facts" Access::May(Action::AssertFact) => pages::case::assert_fact;
    POST "/cases/{number}/outcome" Access::May(Action::DecideCase) => pages::case::outcome;
    POST "/cases/{number}/mitigation" Access::May(Action::DecideCase) => pages::case::mitigation;
    POST "/cases/{number}/decision" Access::May(Action::DecideCase) => pages::case::decision;
    POST "/cases/{number}/miss" Access::May(Action::DecideCase) => pages::case::miss;
    POST "/cases/{number}/closure" Access::May(Action::DecideCase) => pages::case::closure;
    POST "/cases/{number}/reopening" Access::May(Action::DecideCase) => pages::case::reopening;
    GET "/cases/{number}/withdrawal" Access::May(Action::WithdrawCase) => pages::case::withdrawal;
    POST "/cases/{number}/withdrawal" Access::May(Action::WithdrawCase) => pages::case::withdraw;
    POST "/cases/{number}/category" Access::May(Action::ChangeCategory) => pages::case::category;
    POST "/cases/{number}/links" Access::May(Action::LinkCases) => pages::case::links;
    POST "/cases/{number}/owner" Access::May(Action::AssignOwner) => pages::case::owner;

    // The desk's queue, live updates and search
    GET "/desk" Access::May(Action::ReadQueue) => pages::queue::show;
    GET "/desk/rules" Access::May(Action::ReadQueue) => pages::rules::show;
    POST "/desk/rules" Access::May(Action::ChangeRules) => pages::rules::change;
    GET "/desk/calendar" Access::May(Action::ReadQueue) => pages::calendar::show;
    POST "/desk/calendar" Access::May(Action::ChangeRules) => pages::calendar::change;
    POST "/desk/calendar/feed" Access::May(Action::ChangeRules) => pages::calendar::change_by_feed;
    GET "/calendar/{secret}/{name}" Access::Open => pages::due_dates::show;
    GET "/desk/promises" Access::May(Action::ReadQueue) => pages::promises::show;
    GET "/desk/fragment" Access::May(Action::ReadQueue) => pages::queue::fragment;
    POST "/desk/assignment" Access::May(Action::AssignOwner) => pages::queue::assign;
    POST "/desk/views" Access::May(Action::ReadQueue) => pages::queue::save_view;
    POST "/desk/views/{id}/removal" Access::May(Action::ReadQueue) => pages::queue::remove_view;
    GET "/events" Access::May(Action::ReadQueue) => pages::events::queue;
    GET "/cases/{number}/events" Access::May(Action::ReadCase) => pages::events::case;
    GET "/search" Access::May(Action::ReadCase) => pages::search::show;

    // The catalogue
    GET "/catalogue" Access::May(Action::ReadCatalogue) => pages::catalogue::publishers;
    GET "/catalogue/new-publisher" Access::May(Action::EditCatalogue) => pages::catalogue::new_publisher;
    POST "/catalogue/publishers" Access::May(Action::EditCatalogue) => pages::catalogue::add_publisher;
    GET "/catalogue/publishers/{key}" Access::May(Action::ReadCatalogue) => pages::catalogue::publisher;
    POST "/catalogue/publishers/{key}" Access::May(Action::EditCatalogue) => pages::catalogue::edit_publisher;
    GET "/catalogue/publishers/{key}/edit" Access::May(Action::EditCatalogue) => pages::catalogue::publisher_form;
    POST "/catalogue/publishers/{key}/invitations" Access::May(Action::ManagePeople) => pages::catalogue::invite;
    GET "/catalogue/publishers/{key}/new-offer" Access::May(Action::EditCatalogue) => pages::catalogue::new_offer;
    POST "/catalogue/publishers/{key}/offers" Access::May(Action::EditCatalogue) => pages::catalogue::add_offer;
    GET "/catalogue/offers/{key}" Access::May(Action::ReadCatalogue) => pages::catalogue::offer;
    POST "/catalogue/offers/{key}" Access::May(Action::EditCatalogue) => pages::catalogue::edit_offer;
    GET "/catalogue/offers/{key}/edit" Access::May(Action::EditCatalogue) => pages::catalogue::offer_form;

    // Jobs and mail
    GET "/jobs" Access::May(Action::ManageJobs) => pages::jobs::show;
    POST "/jobs/{id}/retry" Access::May(Action::ManageJobs) => pages::jobs::retry;
    GET "/jobs/mail" Access::May(Action::ManageJobs) => pages::jobs::mail;
    GET "/jobs/mail/{name}" Access::May(Action::ManageJobs) => pages::jobs::message;

    // A publisher's way to a report
    GET "/" Access::Signed => pages::home::show;
    GET "/requests/new" Access::May(Action::SubmitReport) => pages::request::choose;
    POST "/requests" Access::May(Action::SubmitReport) => pages::request::create;
    GET "/requests/{draft}" Access::May(Action::SubmitReport) => pages::request::show;
    GET "/requests/{draft}/category" Access::May(Action::SubmitReport) => pages::request::category;
    POST "/requests/{draft}/category" Access::May(Action::SubmitReport) => pages::request::change_category;
    GET "/requests/{draft}/removal" Access::May(Action::SubmitReport) => pages::request::removal;
    POST "/requests/{draft}/removal" Access::May(Action::SubmitReport) => pages::request::remove;
    GET "/requests/{draft}/check" Access::May(Action::SubmitReport) => pages::request::check;
    POST "/requests/{draft}/submission" Access::May(Action::SubmitReport) => pages::request::submit;
    POST "/requests/{draft}/answers" Access::May(Action::SubmitReport) => pages::request::autosave;
    GET "/requests/{draft}/{topic}" Access::May(Action::SubmitReport) => pages::request::topic;
    POST "/requests/{draft}/{topic}" Access::May(Action::SubmitReport) => pages::request::save;
    GET "/cves/suggestions" Access::May(Action::ReadCase) => pages::cves::suggestions;
    GET "/cves/cards" Access::May(Action::ReadCase) => pages::cves::cards;
    GET "/score" Access::May(Action::ReadCase) => pages::request::score;
    GET "/cases/{number}/confirmation" Access::May(Action::ReadCase) => pages::request::confirmation;
}

/// Tells whether the addresses of a route hold a secret: a link's, or a calendar's.
pub(crate) fn holds_secret(pattern: &str) -> bool {
    pattern.contains("{secret}")
}

/// Tells whether a path is one whose addresses hold a secret.
pub(crate) fn is_secret(path: &str) -> bool {
    ROUTES.iter().any(|route| holds_secret(route.path) && matches(route.path, path))
}

/// Tells whether a path is one that a browser may be sent to.
pub(crate) fn knows(path: &str) -> bool {
    ROUTES.iter().any(|route| matches(route.path, path))
}

/// Tells whether a path is one of a pattern.
fn matches(pattern: &str, path: &str) -> bool {
    let mut given = path.split('/');
    for part in pattern.split('/') {
        match given.next() {
            Some(_) if part.starts_with("{*") => return true,
            Some(segment) if part.starts_with('{') => {
                if segment.is_empty() {
                    return false;
                }
            }
            Some(segment) if segment == part => {}
            _ => return false,
        }
    }
    given.next().is_none()
}

/// Makes the service that answers every request.
pub fn router(web: Web) -> Router {
    let secure = web.settings().secure;
    let limit = web.settings().body_limit;
    table()
        .fallback(async || failure::Failure::NotFound)
        .method_not_allowed_fallback(async || failure::Failure::MethodNotAllowed)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn_with_state(web.clone(), server::observe))
                .layer(middleware::from_fn(security::compression))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn(move |request, next| security::headers(secure, request, next)))
                .layer(middleware::from_fn_with_state(web.clone(), failure::render))
                .layer(middleware::from_fn(nul::refuse))
                .layer(CatchPanicLayer::new())
                .layer(DefaultBodyLimit::max(limit)),
        )
        .with_state(web)
}
