//! Assigns several cases to one person: each case has its own result, and all are reported.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use varsel_app::{AppError, cases};
use varsel_core::case::Command;
use varsel_core::confirmation_number::ConfirmationNumber;
use varsel_core::ids::PersonId;
use varsel_core::permission::Action;
use varsel_core::refusal::Refusal;
use varsel_locale::Texts;

use super::query::Query;
use super::{Problem, Wrong, glance, render};
use crate::ask::Ask;
use crate::chrome::{Chrome, Section};
use crate::failure::{Failure, html};
use crate::form::Form;
use crate::pages::see_other;
use crate::web::Web;

/// The maximum number of cases that are given at once.
const MOST: usize = 200;

/// The result for one case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Assigned,
    AlreadyTheirs,
    Over,
    Changed,
    NotFound,
}

impl Outcome {
    fn sentence(self, t: Texts) -> &'static str {
        match self {
            Self::Assigned => t.desk_outcome_assigned(),
            Self::AlreadyTheirs => t.desk_outcome_already(),
            Self::Over => t.desk_outcome_over(),
            Self::Changed => t.desk_outcome_changed(),
            Self::NotFound => t.desk_outcome_not_found(),
        }
    }

    /// Returns whether the case is now as requested.
    const fn is_fine(self) -> bool {
        matches!(self, Self::Assigned | Self::AlreadyTheirs)
    }
}

struct Told {
    number: String,
    sentence: &'static str,
    is_fine: bool,
}

#[derive(Template)]
#[template(path = "pages/assignment.html")]
struct AssignmentPage {
    chrome: Chrome,
    outcomes: Vec<Told>,
    done: i64,
    back: String,
}

/// `POST /desk/assignment`
pub(crate) async fn submit(State(web): State<Web>, ask: Ask, form: Form) -> Result<Response, Failure> {
    let query = Query::parse(form.get("query"));
    let mut numbers: Vec<String> = Vec::new();
    for number in form.all("case") {
        if !numbers.iter().any(|seen| seen == number) {
            numbers.push(number.to_owned());
        }
    }
    let problem = match numbers.len() {
        0 => Some(Problem::NoCases),
        1..=MOST => None,
        _ => Some(Problem::TooManyCases(i64::try_from(MOST).unwrap_or(i64::MAX))),
    };
    if problem.is_some() {
        let wrong = Wrong { problem, ..Wrong::default() };
        return render(&web, &ask, query, wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let owner = form.get("owner").to_owned();
    let given = web
        .write(&ask, &form, Action::AssignOwner, move |tx, ctx, me| {
            let owner = read_owner(&owner, &glance::owners(tx)?)?;
            let prefix = ctx.policy().prefix;
            let mut outcomes = Vec::with_capacity(numbers.len());
            for text in numbers {
                let outcome = match ConfirmationNumber::parse(&text, prefix) {
                    Ok(number) => {
                        let command = Command::Assign { owner };
                        outcome(cases::act(tx, ctx, &me.actor, number, command, None))?
                    }
                    Err(_) => Outcome::NotFound,
                };
                outcomes.push((text, outcome));
            }
            Ok(outcomes)
        })
        .await;
    let (visitor, outcomes) = match given {
        Ok(given) => given,
        Err(Failure::Invalid(_)) => {
            let wrong = Wrong { problem: Some(Problem::NoOwner), ..Wrong::default() };
            return render(&web, &ask, query, wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(failure) => return Err(failure),
    };
    let fine = outcomes.iter().filter(|(_, outcome)| outcome.is_fine()).count();
    let back = query.first();
    if fine == outcomes.len() {
        let mark = if back.contains('?') { '&' } else { '?' };
        return Ok(see_other(&format!("{back}{mark}assigned={fine}")));
    }
    let chrome = Chrome::new(&web, &ask, &visitor, Section::Queue, visitor.texts.desk_assignment_title());
    let outcomes = outcomes
        .into_iter()
        .map(|(number, outcome)| Told {
            number: number.chars().take(40).collect(),
            sentence: outcome.sentence(chrome.t),
            is_fine: outcome.is_fine(),
        })
        .collect();
    let done = i64::try_from(fine).unwrap_or(i64::MAX);
    Ok(html(StatusCode::CONFLICT, &AssignmentPage { chrome, outcomes, done, back }))
}

/// Reads to whom the cases go: one of the people who work on cases, or nobody.
fn read_owner(text: &str, owners: &[(PersonId, String)]) -> Result<Option<PersonId>, AppError> {
    if text == "nobody" {
        return Ok(None);
    }
    let unknown = || AppError::field("owner", varsel_app::intake::ProblemKind::Missing);
    let id: PersonId = text.parse().map_err(|_| unknown())?;
    owners.iter().any(|(owner, _)| *owner == id).then_some(Some(id)).ok_or_else(unknown)
}

/// Returns what became of a case; a failure of the database ends all.
fn outcome<T>(done: Result<T, AppError>) -> Result<Outcome, AppError> {
    match done {
        Ok(_) => Ok(Outcome::Assigned),
        Err(AppError::NotFound) => Ok(Outcome::NotFound),
        Err(AppError::Refused { refusal: Refusal::NoChange | Refusal::AlreadyDone { .. }, .. }) => {
            Ok(Outcome::AlreadyTheirs)
        }
        Err(AppError::Refused { refusal: Refusal::WrongStage { .. }, .. }) => Ok(Outcome::Over),
        Err(AppError::Refused { refusal: Refusal::Stale, .. }) => Ok(Outcome::Changed),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use varsel_core::case::StageKind;
    use varsel_store::StoreError;

    use super::*;

    #[test]
    fn owners_are_people_who_work_on_cases_or_nobody() {
        let id = PersonId(uuid::Uuid::from_u128(7));
        let owners = [(id, "Mika".to_owned())];
        assert_eq!(read_owner("nobody", &owners).unwrap(), None);
        assert_eq!(read_owner(&id.to_string(), &owners).unwrap(), Some(id));
        let stranger = PersonId(uuid::Uuid::from_u128(8)).to_string();
        for wrong in ["", "everybody", stranger.as_str()] {
            assert!(matches!(read_owner(wrong, &owners), Err(AppError::Invalid(_))), "{wrong}");
        }
    }

    #[test]
    fn refusals_are_outcomes_and_a_failing_database_is_not() {
        let refused = |refusal| outcome::<()>(Err(AppError::Refused { refusal, current: None }));
        assert_eq!(outcome(Ok(())).unwrap(), Outcome::Assigned);
        assert_eq!(refused(Refusal::NoChange).unwrap(), Outcome::AlreadyTheirs);
        assert_eq!(refused(Refusal::WrongStage { stage: StageKind::Closed }).unwrap(), Outcome::Over);
        assert_eq!(outcome::<()>(Err(AppError::NotFound)).unwrap(), Outcome::NotFound);
        assert!(outcome::<()>(Err(AppError::Store(StoreError::Busy))).is_err());
    }
}
