//! All errors of requests, and the one place where they become a page or a problem document.
//!
//! A handler returns a [`Failure`]; the response carries it, and [`render`], which knows the reader's language, writes the body.
//! So all 404s are identical, byte for byte, whether something does not exist or the reader cannot see it.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use varsel_app::AppError;
use varsel_app::intake::Problem;
use varsel_app::limits::{Limit, Whose};
use varsel_core::case::Case;
use varsel_core::coded::Coded as _;
use varsel_core::refusal::{Refusal, RefusalClass};
use varsel_locale::Texts;
use varsel_store::StoreError;

use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::form::Form;
use crate::web::Web;

/// Room for nearly every page, so that a page is not copied while it grows.
const PAGE_BYTES: usize = 64 * 1024;
/// After how many seconds a client can retry if the database is unavailable.
pub(crate) const RETRY_AFTER: &str = "5";

/// Why a request failed.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// It does not exist, or the reader cannot see it.
    NotFound,
    /// The address does not support the method.
    MethodNotAllowed,
    /// No one is signed in; `body` is what they sent.
    SignIn {
        /// Where they were going.
        next: Uri,
        /// The form they sent.
        body: Option<String>,
    },
    /// A changing request that does not come from our own pages.
    CrossSite,
    /// The rules refuse it.
    Refused(Refusal, Option<Arc<Case>>),
    /// Fields are invalid, and there is no page that can show it next to them.
    Invalid(Vec<Problem>),
    /// Someone else has saved the same draft.
    DraftChanged,
    /// Too many attempts.
    TooManyTries(Timestamp),
    /// Too many invitations in a day.
    TooManyInvitations(Timestamp),
    /// An hourly limit is exceeded.
    OverLimit {
        /// The limit.
        limit: Limit,
        /// Who reached it.
        whose: Whose,
        /// The maximum.
        most: i64,
        /// When to try again.
        until: Timestamp,
    },
    /// Too much of something.
    TooMany(i64),
    /// The last owner or administrator cannot be removed.
    LastOne,
    /// It exists already.
    Exists,
    /// An idempotency key was used for another request.
    KeyReused,
    /// The body is too large.
    TooLarge {
        /// The maximum, in bytes.
        limit: usize,
    },
    /// The body has an unsupported media type.
    UnsupportedMedia,
    /// The body was cut off, or is not a form that our pages could send.
    Unreadable,
    /// A text contains the character NUL, which the database cannot store.
    NulCharacter,
    /// The body took too long to arrive.
    TooSlow,
    /// Too much is being sent at once; nothing of this request was read.
    Busy,
    /// The database is unavailable or busy.
    Unavailable,
    /// The disk under the database is full.
    Full,
    /// The database has not answered in time; the result of a change is unknown.
    Late,
    /// The statement exceeded its maximum run time and was aborted: nothing was changed.
    TooLong,
    /// The mail folder cannot be read.
    MailFolder,
    /// A form was not carried out, and its contents are to be shown again.
    Keeping {
        /// Why.
        failure: Box<Failure>,
        /// Its contents.
        unsent: Arc<Unsent>,
    },
    /// Errors that only the API has.
    Api(Arc<crate::api::Trouble>),
    /// A bug in Varsel.
    Internal,
}

/// A form that could not be carried out, to be sent again unchanged.
#[derive(Debug)]
pub(crate) struct Unsent {
    action: String,
    fields: Vec<(String, String)>,
    /// Whether it can be sent again from the page that shows it.
    again: bool,
}

impl Unsent {
    /// Returns the fields that a person typed at length, to be read, changed or copied.
    fn typed(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|field| Self::is_typed(field))
    }

    /// Returns all others: choices, addresses, what the page itself put in.
    fn hidden(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|field| !Self::is_typed(field))
    }

    fn is_typed((name, value): &(String, String)) -> bool {
        let is_ours = matches!(name.as_str(), "csrf" | "next" | "resume" | "seen");
        let is_line = matches!(name.as_str(), "name" | "title" | "email") && !value.is_empty();
        !is_ours && (is_line || value.contains(' '))
    }
}

impl From<crate::api::Trouble> for Failure {
    fn from(trouble: crate::api::Trouble) -> Self {
        Self::Api(Arc::new(trouble))
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound => Self::NotFound,
            AppError::Refused { refusal, current } => {
                Self::Refused(refusal, current.map(|case| Arc::new(*case)))
            }
            AppError::Invalid(problems) => Self::Invalid(problems),
            AppError::DraftChanged { .. } => Self::DraftChanged,
            AppError::TooManyTries { until } => Self::TooManyTries(until),
            AppError::TooManyInvitations { until } => Self::TooManyInvitations(until),
            AppError::OverLimit { limit, whose, most, until } => Self::over_limit(limit, whose, most, until),
            AppError::NotSignedIn => Self::SignIn { next: Uri::from_static("/"), body: None },
            AppError::TooMany { limit } => Self::TooMany(limit),
            AppError::KeyReused => Self::KeyReused,
            AppError::LastOne => Self::LastOne,
            AppError::Exists => Self::Exists,
            AppError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => {
                tracing::error!(%error, "nothing can be saved");
                Self::Full
            }
            StoreError::Unavailable(_) | StoreError::ReadOnly | StoreError::Busy | StoreError::Conflict => {
                tracing::warn!(%error, "the database could not serve a request");
                Self::Unavailable
            }
            StoreError::Late => {
                tracing::error!(%error, "the database did not answer a request in time");
                Self::Late
            }
            StoreError::TooLong => {
                tracing::error!(%error, "a request exceeded the time limit of the database");
                Self::TooLong
            }
            StoreError::NulCharacter { .. } => {
                tracing::warn!(%error, "a character that our pages never send reached the database");
                Self::NulCharacter
            }
            error => {
                tracing::error!(%error, "a use case failed");
                Self::Internal
            }
        }
    }
}

impl Failure {
    /// Refuses a request over an hourly limit, and counts the refusal.
    pub(crate) fn over_limit(limit: Limit, whose: Whose, most: i64, until: Timestamp) -> Self {
        let of = match whose {
            Whose::Person => "person",
            Whose::Publisher => "publisher",
            Whose::Network => "network",
        };
        metrics::counter!("varsel_over_limit_total", "limit" => limit.code(), "of" => of).increment(1);
        Self::OverLimit { limit, whose, most, until }
    }

    /// Returns the error, without the form.
    pub(crate) fn bare(&self) -> &Self {
        match self {
            Self::Keeping { failure, .. } => failure.bare(),
            failure => failure,
        }
    }

    /// Returns whether a page can show it next to the submitted form, which comes back filled in.
    pub(crate) fn is_for_its_form(&self) -> bool {
        matches!(self.status(), StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY)
            || matches!(self.bare(), Self::OverLimit { .. })
    }

    /// Returns after how many seconds to retry, if known.
    pub(crate) fn retry_after(&self, now: Timestamp) -> Option<HeaderValue> {
        match self.bare() {
            Self::Busy | Self::Unavailable | Self::Full | Self::Late | Self::TooLong => {
                Some(HeaderValue::from_static(RETRY_AFTER))
            }
            Self::TooManyTries(until) | Self::TooManyInvitations(until) | Self::OverLimit { until, .. } => {
                Some(HeaderValue::from((until.as_second() - now.as_second()).max(1)))
            }
            _ => None,
        }
    }

    /// Keeps what a form said where no page of its own can show it again. Passwords are not handed back, and nothing that another
    /// site has sent: its words would read as the desk's own.
    #[must_use]
    pub(crate) fn keeping(self, ask: &Ask, form: &Form) -> Self {
        let keeps = matches!(
            self,
            Self::Unavailable
                | Self::Full
                | Self::Late
                | Self::TooLong
                | Self::TooManyTries(_)
                | Self::TooManyInvitations(_)
                | Self::OverLimit { .. }
                | Self::NulCharacter
        );
        if !keeps {
            return self;
        }
        let action = ask.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        // Characters that cannot be stored are removed, so that the form is accepted when sent again.
        let owned = |(name, value): (&str, &str)| (name.replace('\0', ""), value.replace('\0', ""));
        let mut fields: Vec<_> = form.returnable().map(owned).collect();
        // Without its passwords it would only be refused.
        let again = !form.has_passwords();
        if again && !form.csrf().is_empty() {
            fields.push(("csrf".to_owned(), form.csrf().to_owned()));
        }
        Self::Keeping { failure: Box::new(self), unsent: Arc::new(Unsent { action, fields, again }) }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Refused(refusal, _) => match refusal.class() {
                RefusalClass::Forbidden => StatusCode::FORBIDDEN,
                RefusalClass::Conflict => StatusCode::CONFLICT,
                RefusalClass::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            },
            Self::Invalid(_) | Self::TooMany(_) | Self::KeyReused | Self::NulCharacter => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::DraftChanged | Self::LastOne | Self::Exists => StatusCode::CONFLICT,
            Self::TooManyTries(_) | Self::TooManyInvitations(_) | Self::OverLimit { .. } => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Busy | Self::Unavailable | Self::Full | Self::Late | Self::TooLong | Self::MailFolder => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Keeping { failure, .. } => failure.status(),
            Self::Api(trouble) => trouble.status(),
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns the stable public code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::SignIn { .. } => "not_signed_in",
            Self::CrossSite => "cross_site",
            Self::Refused(refusal, _) => refusal.code(),
            Self::Invalid(_) => "invalid",
            Self::DraftChanged => "draft_changed",
            Self::TooManyTries(_) => "too_many_tries",
            Self::TooManyInvitations(_) => "too_many_invitations",
            Self::OverLimit { .. } => "over_limit",
            Self::TooMany(_) => "too_many",
            Self::LastOne => "last_one",
            Self::Exists => "exists",
            Self::KeyReused => "idempotency_key_reused",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMedia => "unsupported_media_type",
            Self::Unreadable => "unreadable",
            Self::NulCharacter => "nul_character",
            Self::TooSlow => "too_slow",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Full => "disk_full",
            Self::Late => "late",
            Self::TooLong => "too_long",
            Self::MailFolder => "mail_folder",
            Self::Keeping { failure, .. } => failure.code(),
            Self::Api(trouble) => trouble.code(),
            Self::Internal => "internal",
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The page of a failure.
#[derive(Template)]
#[template(path = "errors/failure.html")]
struct FailurePage {
    chrome: Chrome,
    title: String,
    text: String,
    advice: String,
    unsent: Option<Arc<Unsent>>,
}

impl FailurePage {
    /// Returns the form that can be sent again.
    fn sendable(&self) -> Option<&Unsent> {
        self.unsent.as_deref().filter(|unsent| unsent.again)
    }
}

/// Renders failures, and bare error statuses of the framework, as a page, or as a problem document under `/api/`.
pub(crate) async fn render(State(web): State<Web>, ask: Ask, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let (failure, unsent) = match response.extensions().get::<Failure>() {
        Some(Failure::Keeping { failure, unsent }) => ((**failure).clone(), Some(Arc::clone(unsent))),
        Some(failure) => (failure.clone(), None),
        None => match response.status() {
            // An address that cannot be decoded is also not found.
            StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST => (Failure::NotFound, None),
            StatusCode::METHOD_NOT_ALLOWED => (Failure::MethodNotAllowed, None),
            StatusCode::PAYLOAD_TOO_LARGE => (Failure::TooLarge { limit: web.settings().body_limit }, None),
            StatusCode::INTERNAL_SERVER_ERROR => (Failure::Internal, None),
            _ => return response,
        },
    };
    if is_api {
        return crate::api::problem(&failure, ask.locale, (web.surroundings().clock)());
    }
    if let Failure::SignIn { next, body } = &failure {
        return crate::pages::sign_in::again(&web, &ask, next, body.as_deref());
    }
    // Signed-in people keep the navigation, unless the database fails.
    let visitor = match failure {
        Failure::Unavailable | Failure::Late | Failure::TooLong | Failure::Internal => None,
        _ if ask.session.is_none() => None,
        _ => web.read_open(&ask, |_, _, _| Ok(())).await.ok().and_then(|(visitor, ())| visitor),
    };
    let texts = visitor.as_ref().map_or_else(|| Texts::of(ask.locale), |visitor| visitor.texts);
    let (title, text, advice) = crate::present::failure(texts, &failure, &web.desk_zone());
    let mut chrome = match &visitor {
        Some(visitor) => Chrome::new(&web, &ask, visitor, Section::None, title.clone()),
        None => Chrome::guest(&web, &ask, title.clone()),
    };
    // The page does not contain its address or the time, so that hidden and missing pages are identical, byte for byte.
    "/".clone_into(&mut chrome.here);
    chrome.now = Timestamp::UNIX_EPOCH;
    let advice = match (&unsent, &failure) {
        (Some(_), Failure::Unavailable) => texts.failure_unsent().to_owned(),
        (Some(_), Failure::Full) => texts.failure_full_unsent().to_owned(),
        (Some(unsent), Failure::NulCharacter) if unsent.again => {
            texts.failure_nul_character_removed().to_owned()
        }
        _ => advice,
    };
    let page = FailurePage { chrome, title, text, advice, unsent };
    let response = html(failure.status(), &page);
    let after = failure.retry_after((web.surroundings().clock)());
    retrying(response, after)
}

/// Adds after how many seconds to retry, if known.
pub(crate) fn retrying(mut response: Response, after: Option<HeaderValue>) -> Response {
    if let Some(after) = after {
        response.headers_mut().insert(header::RETRY_AFTER, after);
    }
    response
}

/// Renders a template as a page.
pub(crate) fn html(status: StatusCode, page: &impl Template) -> Response {
    let mut body = String::with_capacity(PAGE_BYTES);
    match page.render_into(&mut body) {
        Ok(()) => {
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a template failed");
            Failure::Internal.into_response()
        }
    }
}

/// Answers a script of ours.
pub(crate) fn machine(status: StatusCode, body: &serde_json::Value) -> Response {
    let kind = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response()
}
