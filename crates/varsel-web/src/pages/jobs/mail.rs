//! Mail that went into a folder because no server is configured.

use std::io;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use varsel_core::permission::Action;

use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::web::Web;

/// How many messages the page lists.
const ROWS: usize = 100;
/// The maximum number of characters of a message that are shown.
const MAX_SHOWN: usize = 200_000;

/// A message in the folder, by its headers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpooledMail {
    /// The name of its file.
    pub name: String,
    /// When it was written.
    pub written: Option<Timestamp>,
    /// To whom it goes.
    pub to: String,
    /// Its subject, decoded.
    pub subject: String,
}

/// The folder that mail goes into while no server is configured. Its methods block.
pub trait MailSpool: Send + Sync {
    /// Lists the newest messages, newest first, up to a limit.
    fn newest(&self, most: usize) -> io::Result<Vec<SpooledMail>>;

    /// Reads a message as text; `None` if there is none of this name.
    fn read(&self, name: &str) -> io::Result<Option<String>>;
}

#[derive(Template)]
#[template(path = "pages/mail.html")]
struct MailPage {
    chrome: Chrome,
    messages: Vec<SpooledMail>,
}

impl MailPage {
    fn shown(&self) -> i64 {
        i64::try_from(self.messages.len()).unwrap_or(i64::MAX)
    }
}

#[derive(Template)]
#[template(path = "pages/mail_message.html")]
struct MessagePage {
    chrome: Chrome,
    name: String,
    text: String,
    is_cut: bool,
}

/// `GET /jobs/mail`
pub(crate) async fn list(State(web): State<Web>, ask: Ask) -> Result<Response, Failure> {
    let (visitor, ()) = web.read(&ask, Action::ManageJobs, |_, _, _| Ok(())).await?;
    let messages = ask_spool(&web, |spool| spool.newest(ROWS)).await?;
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Jobs, visitor.texts.jobs_mail_title());
    Ok(html(StatusCode::OK, &MailPage { chrome, messages }))
}

/// `GET /jobs/mail/{name}`
pub(crate) async fn message(
    State(web): State<Web>,
    ask: Ask,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let (visitor, ()) = web.read(&ask, Action::ManageJobs, |_, _, _| Ok(())).await?;
    if !is_plain_name(&name) {
        return Err(Failure::NotFound);
    }
    let file = name.clone();
    let mut text = ask_spool(&web, move |spool| spool.read(&file)).await?.ok_or(Failure::NotFound)?;
    let end = text.char_indices().nth(MAX_SHOWN).map(|(at, _)| at);
    if let Some(end) = end {
        text.truncate(end);
    }
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Jobs, visitor.texts.jobs_message_title(&name));
    Ok(html(StatusCode::OK, &MessagePage { chrome, name, text, is_cut: end.is_some() }))
}

/// Asks the folder on a thread that can block; there is no page where mail goes to a server.
async fn ask_spool<T: Send + 'static>(
    web: &Web,
    work: impl FnOnce(&dyn MailSpool) -> io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let spool = Arc::clone(web.mail_spool().ok_or(Failure::NotFound)?);
    let done = tokio::task::spawn_blocking(move || work(&*spool)).await.map_err(|_| Failure::Internal)?;
    done.map_err(|error| {
        tracing::error!(%error, "the mail folder cannot be read");
        Failure::MailFolder
    })
}

/// Returns whether a name can be that of a message: it leads nowhere but into the folder.
fn is_plain_name(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    plain
        && name.len() <= 200
        && name.len() > 4
        && !name.starts_with('.')
        && name.strip_suffix(".eml").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert!(is_plain_name("20261123T080000-0198f3.eml"));
        for name in
            ["", ".eml", "../../etc/passwd", "..eml", "a/b.eml", "a\\b.eml", "a.txt", "a\0.eml", "å.eml"]
        {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
