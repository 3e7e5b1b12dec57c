//! Mails about a change of an account.

use jiff::Timestamp;
use varsel_core::coded::Coded;

use super::{AccountLetter, Button, Fact, House, Part, Reader, Written, line, render, when};

/// Writes a mail about a change of an account. `url` is where its owner looks after it, `forgotten` where they choose a new
/// password.
pub fn account_changed(
    house: &House,
    reader: &Reader,
    url: &str,
    forgotten: &str,
    at: Timestamp,
    letter: &AccountLetter,
) -> Written {
    let t = reader.texts;
    let marketplace = line(&house.marketplace);
    let role_of = |code: Option<&'static str>| {
        code.map_or_else(|| t.mail_account_no_role().to_owned(), |code| t.name_of("role", code).to_owned())
    };
    let (heading, text) = match letter {
        AccountLetter::Password => {
            (t.mail_account_password().to_owned(), t.mail_account_password_text().to_owned())
        }
        AccountLetter::DeskRole(role) => {
            (t.mail_account_role().to_owned(), t.mail_account_desk_role_text(role_of(role.map(Coded::code))))
        }
        AccountLetter::Role { organisation, role } => (
            t.mail_account_role().to_owned(),
            t.mail_account_role_text(line(organisation), role_of(role.map(Coded::code))),
        ),
        AccountLetter::Token { name, made: true } => {
            (t.mail_account_token_made().to_owned(), t.mail_account_token_made_text(line(name)))
        }
        AccountLetter::Token { name, made: false } => {
            (t.mail_account_token_revoked().to_owned(), t.mail_account_token_revoked_text(line(name)))
        }
        AccountLetter::CalendarAddress { name, made: true } => {
            (t.mail_account_calendar_made().to_owned(), t.mail_account_calendar_made_text(line(name)))
        }
        AccountLetter::CalendarAddress { name, made: false } => {
            (t.mail_account_calendar_revoked().to_owned(), t.mail_account_calendar_revoked_text(line(name)))
        }
        AccountLetter::Switched { off: true } => {
            (t.mail_account_off().to_owned(), t.mail_account_off_text(&marketplace))
        }
        AccountLetter::Switched { off: false } => {
            (t.mail_account_on().to_owned(), t.mail_account_on_text(&marketplace))
        }
    };
    let time = Fact { label: t.mail_account_when(), value: when(house, reader, at), strong: false };
    let mut parts = vec![Part::Paragraph(text), Part::Facts(vec![time])];
    // An account that is off opens nothing, and its password cannot be changed.
    if !matches!(letter, AccountLetter::Switched { off: true }) {
        parts.push(Part::Paragraph(t.mail_account_unexpected(forgotten)));
        parts.push(Part::Button(Button { label: t.mail_account_button(), url: url.to_owned() }));
    }
    let subject = t.mail_account_subject(&heading, &marketplace);
    render(house, reader, subject, &heading, &parts, &[t.mail_sent_by_account(marketplace)])
}
