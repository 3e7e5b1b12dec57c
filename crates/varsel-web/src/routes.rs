//! Every URL, in one table. The router is built from it, and a test probes every route in it.

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use varsel_app::limits::Limit;

use crate::body::Takes;
use crate::web::Web;
use crate::{api, assets, failure, logo, nul, pages, receipt, security, server};

/// The method of a route.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names of RFC 9110")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

/// Who can use a route; the handler checks it, and the probe test verifies it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anyone.
    Open,
    /// Anyone who is signed in.
    Signed,
    /// People with this permission, in any organisation or at the desk.
    May(varsel_core::permission::Action),
    /// Holders of an API token with this permission.
    Token(varsel_core::permission::Action),
}

/// How a changing route is limited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quota {
    /// By person: people of a publisher by this limit, people at the desk by their own.
    Sends(Limit),
    /// By attempts, for people who are not signed in: per account, network address and one-time secret.
    Tries,
    /// Unlimited: signing out is always possible.
    Free,
}

/// A route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path; `{name}` matches a segment, `{*name}` the rest.
    pub path: &'static str,
    /// Who can use it.
    pub access: Access,
    /// How it is limited, if it changes something.
    pub quota: Option<Quota>,
}

/// Builds the table and the router from the same lines.
///
/// A line with POST, PUT or DELETE must say how it is limited, or it does not compile; [`Ask`](crate::ask::Ask) carries the limit
/// to the transaction, which counts.
macro_rules! routes {
    ($($method:ident $(($takes:ident))? $path:literal $access:expr $(, $quota:expr)? => $handler:expr;)+) => {
        /// Every route.
        pub const ROUTES: &[Route] = &[$(Route {
            method: routes!(@method $method),
            path: $path,
            access: $access,
            quota: routes!(@quota $method $($quota)?),
        }),+];

        fn table() -> Router<Web> {
            let mut router = Router::new();
            $(router = router.route($path, routes!(@router $method $($takes)?, $handler $(, $quota)?));)+
            router
        }
    };
    (@method GET) => { Method::Get };
    (@method POST) => { Method::Post };
    (@method PUT) => { Method::Put };
    (@method DELETE) => { Method::Delete };
    (@quota GET) => { None };
    (@quota POST $quota:expr) => { Some($quota) };
    (@quota PUT $quota:expr) => { Some($quota) };
    (@quota DELETE $quota:expr) => { Some($quota) };
    (@router GET, $handler:expr) => { get($handler) };
    (@router POST $takes:ident, $handler:expr, $quota:expr) => { routes!(@bounded post $takes $handler, $quota) };
    (@router PUT $takes:ident, $handler:expr, $quota:expr) => { routes!(@bounded put $takes $handler, $quota) };
    (@router DELETE $takes:ident, $handler:expr, $quota:expr) => { routes!(@bounded delete $takes $handler, $quota) };
    (@bounded $route:ident $takes:ident $handler:expr, $quota:expr) => {
        $route(Handler::layer(Handler::layer($handler, Extension($quota)), Extension(routes!(@takes $takes))))
    };
    (@takes fields) => { Takes::Fields };
    (@takes texts) => { Takes::Texts };
}

use varsel_app::limits::Limit::{Account, Desk, Drafts, Duties, Facts, Messages, Reports};
use varsel_core::permission::Action;

use self::Quota::{Free, Sends, Tries};

// Changing routes declare how much they accept: `fields` for a few fields, `texts` for long texts.
routes! {
    // Operations
    GET "/healthz" Access::Open => server::healthz;
    GET "/readyz" Access::Open => server::readyz;
    GET "/assets/{hash}/{*name}" Access::Open => assets::show;
    GET "/accent.css" Access::Open => pages::preferences::accent;
    GET "/logo/{name}" Access::Open => logo::show;
    GET "/.well-known/security.txt" Access::Open => pages::security_txt::show;

    // Getting in
    GET "/sign-in" Access::Open => pages::sign_in::show;
    POST(texts) "/sign-in" Access::Open, Tries => pages::sign_in::submit;
    POST(fields) "/sign-out" Access::Open, Free => pages::sign_in::out;
    POST(fields) "/language" Access::Open, Sends(Account) => pages::preferences::language;
    POST(fields) "/theme" Access::Open, Sends(Account) => pages::preferences::theme;
    GET "/set-up/{secret}" Access::Open => pages::welcome::show_set_up;
    POST(fields) "/set-up/{secret}" Access::Open, Tries => pages::welcome::set_up;
    GET "/invitations/{secret}" Access::Open => pages::welcome::show_invitation;
    POST(fields) "/invitations/{secret}" Access::Open, Tries => pages::welcome::join;
    GET "/password" Access::Open => pages::password::show;
    POST(fields) "/password" Access::Open, Tries => pages::password::submit;
    GET "/password/{secret}" Access::Open => pages::password::choose;
    POST(fields) "/password/{secret}" Access::Open, Tries => pages::password::set;
    GET "/how-to-report" Access::Open => pages::guide::show;

    // Accounts and people
    GET "/profile" Access::Signed => pages::profile::show;
    POST(fields) "/profile" Access::Signed, Sends(Account) => pages::profile::change;
    POST(fields) "/profile/password" Access::Signed, Sends(Account) => pages::profile::change_password;
    POST(fields) "/profile/sessions/removal" Access::Signed, Sends(Account) => pages::profile::end_sessions;
    POST(fields) "/profile/sessions/{id}/removal" Access::Signed, Sends(Account) => pages::profile::end_session;
    POST(fields) "/profile/tokens" Access::May(Action::ManageOwnTokens), Sends(Account) => pages::profile::make_token;
    POST(fields) "/profile/tokens/{id}/removal" Access::May(Action::ManageOwnTokens), Sends(Account) => pages::profile::revoke_token;
    POST(fields) "/profile/organisation" Access::Signed, Sends(Account) => pages::profile::switch;
    GET "/organisation" Access::May(Action::ReadOrganisation) => pages::organisation::show;
    POST(fields) "/organisation/invitations" Access::May(Action::ManageOrganisation), Sends(Account) => pages::organisation::invite;
    POST(fields) "/organisation/invitations/{id}/removal" Access::May(Action::ManageOrganisation), Sends(Account) => pages::organisation::revoke;
    GET "/organisation/members/{id}" Access::May(Action::ManageOrganisation) => pages::organisation::member;
    POST(fields) "/organisation/members/{id}" Access::May(Action::ManageOrganisation), Sends(Account) => pages::organisation::change_role;
    GET "/organisation/members/{id}/removal" Access::May(Action::ManageOrganisation) => pages::organisation::ask_removal;
    POST(fields) "/organisation/members/{id}/removal" Access::May(Action::ManageOrganisation), Sends(Account) => pages::organisation::remove;
    GET "/people" Access::May(Action::ManagePeople) => pages::people::show;
    POST(fields) "/people/invitations" Access::May(Action::ManagePeople), Sends(Desk) => pages::people::invite;
    POST(fields) "/people/invitations/{id}/removal" Access::May(Action::ManagePeople), Sends(Desk) => pages::people::revoke;
    GET "/people/{id}" Access::May(Action::ManagePeople) => pages::people::person;
    POST(fields) "/people/{id}/role" Access::May(Action::ManagePeople), Sends(Desk) => pages::people::change_role;
    GET "/people/{id}/deactivation" Access::May(Action::ManagePeople) => pages::people::ask_deactivation;
    POST(fields) "/people/{id}/deactivation" Access::May(Action::ManagePeople), Sends(Desk) => pages::people::deactivate;
    POST(fields) "/people/{id}/activation" Access::May(Action::ManagePeople), Sends(Desk) => pages::people::activate;

    // The API
    GET "/api/v1/cases" Access::Token(Action::ReadCase) => api::list_cases::list;
    POST(texts) "/api/v1/cases" Access::Token(Action::SubmitReport), Sends(Reports) => api::create_case::create;
    GET "/api/v1/cases/{number}" Access::Token(Action::ReadCase) => api::read_case::read;
    GET "/api/v1/cases/{number}/timeline" Access::Token(Action::ReadCase) => api::read_timeline::read;
    POST(texts) "/api/v1/cases/{number}/messages" Access::Token(Action::ShareMessage), Sends(Messages) => api::write_message::write;
    GET "/api/v1/score" Access::Token(Action::ReadCase) => api::read_score::read;
    GET "/api/v1/priority" Access::Token(Action::ReadCase) => api::read_priority::read;
    GET "/api/v1/cves" Access::Token(Action::ReadCase) => api::cves::find;
    GET "/api/v1/cves/{cve}" Access::Token(Action::ReadCase) => api::cves::read;
    GET "/api/v1/openapi.json" Access::Open => api::openapi::show;

    // A case
    GET "/cases/{number}" Access::May(Action::ReadCase) => pages::case::show;
    GET "/cases/{number}/paper.css" Access::May(Action::ReadCase) => pages::case::paper;
    GET "/cases/{number}/fragment" Access::May(Action::ReadCase) => pages::case::fragment;
    POST(texts) "/cases/{number}/acknowledgement" Access::May(Action::Acknowledge), Sends(Desk) => pages::case::acknowledgement;
    POST(texts) "/cases/{number}/assessment" Access::May(Action::Assess), Sends(Desk) => pages::case::assessment;
    POST(texts) "/cases/{number}/assessment/agreement" Access::May(Action::Assess), Sends(Desk) => pages::case::agreement;
    POST(texts) "/cases/{number}/assessment/refusal" Access::May(Action::Assess), Sends(Desk) => pages::case::disagreement;
    GET "/cases/{number}/ssvc" Access::May(Action::ReadNotes) => pages::case::ssvc;
    GET "/cases/{number}/score" Access::May(Action::ReadCase) => pages::case::score;
    GET "/cases/{number}/score/draft" Access::May(Action::Assess) => pages::case::draft_score;
    POST(texts) "/cases/{number}/score" Access::May(Action::Assess), Sends(Desk) => pages::case::save_score;
    POST(texts) "/cases/{number}/score/acceptance" Access::May(Action::AnswerScore), Sends(Messages) => pages::case::accept_score;
    POST(texts) "/cases/{number}/score/contest" Access::May(Action::AnswerScore), Sends(Messages) => pages::case::contest_score;
    GET "/cases/{number}/duties" Access::May(Action::ReadCase) => pages::case::duties::show;
    POST(texts) "/cases/{number}/duties/judgement" Access::May(Action::KeepDuties), Sends(Duties) => pages::case::duties::judge;
    POST(texts) "/cases/{number}/duties/awareness" Access::May(Action::KeepDuties), Sends(Duties) => pages::case::duties::aware;
    POST(texts) "/cases/{number}/duties/anchor" Access::May(Action::KeepDuties), Sends(Duties) => pages::case::duties::anchor;
    GET "/cases/{number}/duties/{regime}/{stage}" Access::May(Action::ReadCase) => pages::case::duties::pack;
    GET "/cases/{number}/duties/{regime}/{stage}/text" Access::May(Action::ReadCase) => pages::case::duties::text;
    GET "/cases/{number}/duties/{regime}/{stage}/json" Access::May(Action::ReadCase) => pages::case::duties::json;
    POST(texts) "/cases/{number}/duties/{regime}/{stage}/fields" Access::May(Action::KeepDuties), Sends(Duties) => pages::case::duties::prepare;
    POST(texts) "/cases/{number}/duties/{regime}/{stage}/filing" Access::May(Action::KeepDuties), Sends(Duties) => pages::case::duties::file;
    POST(texts) "/cases/{number}/questions" Access::May(Action::AskQuestion), Sends(Desk) => pages::case::questions;
    POST(texts) "/cases/{number}/questions/draft" Access::May(Action::AskQuestion), Sends(Desk) => pages::case::unsent::question;
    POST(texts) "/cases/{number}/answers" Access::May(Action::AnswerQuestion), Sends(Messages) => pages::case::answers;
    POST(texts) "/cases/{number}/answers/draft" Access::May(Action::AnswerQuestion), Sends(Drafts) => pages::case::unsent::answer;
    POST(texts) "/cases/{number}/messages" Access::May(Action::ShareMessage), Sends(Messages) => pages::case::messages;
    POST(texts) "/cases/{number}/messages/draft" Access::May(Action::ShareMessage), Sends(Drafts) => pages::case::unsent::message;
    POST(texts) "/cases/{number}/notes" Access::May(Action::WriteNote), Sends(Desk) => pages::case::notes;
    POST(texts) "/cases/{number}/notes/draft" Access::May(Action::WriteNote), Sends(Desk) => pages::case::unsent::note;
    POST(texts) "/cases/{number}/facts" Access::May(Action::AssertFact), Sends(Facts) => pages::case::assert_fact;
    POST(texts) "/cases/{number}/outcome" Access::May(Action::DecideCase), Sends(Desk) => pages::case::outcome;
    POST(texts) "/cases/{number}/mitigation" Access::May(Action::DecideCase), Sends(Desk) => pages::case::mitigation;
    POST(texts) "/cases/{number}/decision" Access::May(Action::DecideCase), Sends(Desk) => pages::case::decision;
    POST(texts) "/cases/{number}/miss" Access::May(Action::DecideCase), Sends(Desk) => pages::case::miss;
    POST(texts) "/cases/{number}/closure" Access::May(Action::DecideCase), Sends(Desk) => pages::case::closure;
    POST(texts) "/cases/{number}/reopening" Access::May(Action::DecideCase), Sends(Desk) => pages::case::reopening;
    POST(texts) "/cases/{number}/reopening/request" Access::May(Action::RequestReopening), Sends(Messages) => pages::case::request_reopening;
    POST(texts) "/cases/{number}/reopening/refusal" Access::May(Action::DecideCase), Sends(Desk) => pages::case::decline_reopening;
    GET "/cases/{number}/withdrawal" Access::May(Action::WithdrawCase) => pages::case::withdrawal;
    POST(texts) "/cases/{number}/withdrawal" Access::May(Action::WithdrawCase), Sends(Messages) => pages::case::withdraw;
    POST(texts) "/cases/{number}/category" Access::May(Action::ChangeCategory), Sends(Facts) => pages::case::category;
    POST(texts) "/cases/{number}/links" Access::May(Action::LinkCases), Sends(Desk) => pages::case::links;
    POST(fields) "/cases/{number}/owner" Access::May(Action::AssignOwner), Sends(Desk) => pages::case::owner;

    // The desk's queue, live updates and search
    GET "/desk" Access::May(Action::ReadQueue) => pages::queue::show;
    GET "/desk/rules" Access::May(Action::ReadQueue) => pages::rules::show;
    POST(texts) "/desk/rules" Access::May(Action::ChangeRules), Sends(Desk) => pages::rules::change;
    GET "/desk/calendar" Access::May(Action::ReadQueue) => pages::calendar::show;
    POST(texts) "/desk/calendar" Access::May(Action::ChangeRules), Sends(Desk) => pages::calendar::change;
    POST(texts) "/desk/calendar/feed" Access::May(Action::ChangeRules), Sends(Desk) => pages::calendar::change_by_feed;
    GET "/calendar/{secret}/{name}" Access::Open => pages::due_dates::show;
    GET "/desk/promises" Access::May(Action::ReadQueue) => pages::promises::show;
    GET "/desk/fragment" Access::May(Action::ReadQueue) => pages::queue::fragment;
    POST(texts) "/desk/assignment" Access::May(Action::AssignOwner), Sends(Desk) => pages::queue::assign;
    POST(fields) "/desk/views" Access::May(Action::ReadQueue), Sends(Desk) => pages::queue::save_view;
    POST(fields) "/desk/views/{id}/removal" Access::May(Action::ReadQueue), Sends(Desk) => pages::queue::remove_view;
    GET "/events" Access::May(Action::ReadQueue) => pages::events::queue;
    GET "/events/cases" Access::May(Action::ReadCase) => pages::events::cases;
    GET "/cases/{number}/events" Access::May(Action::ReadCase) => pages::events::case;
    GET "/search" Access::May(Action::ReadCase) => pages::search::show;

    // The catalogue
    GET "/catalogue" Access::May(Action::ReadCatalogue) => pages::catalogue::publishers;
    GET "/catalogue/new-publisher" Access::May(Action::EditCatalogue) => pages::catalogue::new_publisher;
    POST(texts) "/catalogue/publishers" Access::May(Action::EditCatalogue), Sends(Desk) => pages::catalogue::add_publisher;
    GET "/catalogue/publishers/{key}" Access::May(Action::ReadCatalogue) => pages::catalogue::publisher;
    POST(texts) "/catalogue/publishers/{key}" Access::May(Action::EditCatalogue), Sends(Desk) => pages::catalogue::edit_publisher;
    GET "/catalogue/publishers/{key}/edit" Access::May(Action::EditCatalogue) => pages::catalogue::publisher_form;
    POST(fields) "/catalogue/publishers/{key}/invitations" Access::May(Action::ManagePeople), Sends(Desk) => pages::catalogue::invite;
    GET "/catalogue/publishers/{key}/new-offer" Access::May(Action::EditCatalogue) => pages::catalogue::new_offer;
    POST(texts) "/catalogue/publishers/{key}/offers" Access::May(Action::EditCatalogue), Sends(Desk) => pages::catalogue::add_offer;
    GET "/catalogue/offers/{key}" Access::May(Action::ReadCatalogue) => pages::catalogue::offer;
    POST(texts) "/catalogue/offers/{key}" Access::May(Action::EditCatalogue), Sends(Desk) => pages::catalogue::edit_offer;
    GET "/catalogue/offers/{key}/edit" Access::May(Action::EditCatalogue) => pages::catalogue::offer_form;

    // Jobs and mail
    GET "/jobs" Access::May(Action::ManageJobs) => pages::jobs::show;
    POST(fields) "/jobs/{id}/retry" Access::May(Action::ManageJobs), Sends(Desk) => pages::jobs::retry;
    GET "/jobs/mail" Access::May(Action::ManageJobs) => pages::jobs::mail;
    GET "/jobs/mail/{name}" Access::May(Action::ManageJobs) => pages::jobs::message;

    // A publisher's way to a report
    GET "/" Access::Signed => pages::home::show;
    GET "/requests/new" Access::May(Action::SubmitReport) => pages::request::choose;
    POST(fields) "/requests" Access::May(Action::SubmitReport), Sends(Drafts) => pages::request::create;
    GET "/requests/{draft}" Access::May(Action::SubmitReport) => pages::request::show;
    GET "/requests/{draft}/category" Access::May(Action::SubmitReport) => pages::request::category;
    POST(fields) "/requests/{draft}/category" Access::May(Action::SubmitReport), Sends(Drafts) => pages::request::change_category;
    GET "/requests/{draft}/removal" Access::May(Action::SubmitReport) => pages::request::removal;
    POST(fields) "/requests/{draft}/removal" Access::May(Action::SubmitReport), Sends(Drafts) => pages::request::remove;
    GET "/requests/{draft}/check" Access::May(Action::SubmitReport) => pages::request::check;
    POST(fields) "/requests/{draft}/submission" Access::May(Action::SubmitReport), Sends(Reports) => pages::request::submit;
    POST(texts) "/requests/{draft}/answers" Access::May(Action::SubmitReport), Sends(Drafts) => pages::request::autosave;
    GET "/requests/{draft}/{topic}" Access::May(Action::SubmitReport) => pages::request::topic;
    POST(texts) "/requests/{draft}/{topic}" Access::May(Action::SubmitReport), Sends(Drafts) => pages::request::save;
    GET "/cves/suggestions" Access::May(Action::ReadCase) => pages::cves::suggestions;
    GET "/cves/cards" Access::May(Action::ReadCase) => pages::cves::cards;
    GET "/score" Access::May(Action::ReadCase) => pages::request::score;
    GET "/cases/{number}/confirmation" Access::May(Action::ReadCase) => pages::request::confirmation;
}

/// Returns whether the addresses of a route contain a secret: of a link, or of a calendar.
pub(crate) fn holds_secret(pattern: &str) -> bool {
    pattern.contains("{secret}")
}

/// Returns whether a path contains a secret.
pub(crate) fn is_secret(path: &str) -> bool {
    ROUTES.iter().any(|route| holds_secret(route.path) && matches(route.path, path))
}

/// Returns whether a path is one that a browser can be sent to.
pub(crate) fn knows(path: &str) -> bool {
    ROUTES.iter().any(|route| matches(route.path, path))
}

/// Returns whether a path matches a pattern.
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

/// Creates the service that answers every request.
pub fn router(web: Web) -> Router {
    let transport = security::transport(web.settings());
    let limit = web.settings().body_limit;
    table()
        .fallback(async || failure::Failure::NotFound)
        .method_not_allowed_fallback(async || failure::Failure::MethodNotAllowed)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn_with_state(web.clone(), server::observe))
                .layer(middleware::from_fn(security::compression))
                .layer(CompressionLayer::new())
                .layer(middleware::from_fn(move |request, next| {
                    security::headers(transport.clone(), request, next)
                }))
                .layer(middleware::from_fn_with_state(web.clone(), receipt::give))
                .layer(middleware::from_fn_with_state(web.clone(), failure::render))
                .layer(middleware::from_fn(nul::refuse))
                .layer(CatchPanicLayer::new())
                .layer(DefaultBodyLimit::max(limit)),
        )
        .with_state(web)
}
