//! Permissions: one matrix of who can do what, used by pages, API, command line and tests.
//!
//! A permission says that a role can do something at all. The store scopes which cases a person sees, and [`crate::case::decide`]
//! checks the state of a case.

use serde::{Deserialize, Serialize};

use crate::coded;
use crate::coded::Coded;
use crate::ids::{PersonId, PublisherId};

coded! {
    /// A person's role in a publisher's organisation.
    pub enum PublisherRole {
        /// Manages the organisation: people, contacts, everything below.
        Owner = "owner",
        /// Responsible for security: reports, answers, is notified.
        SecurityContact = "security_contact",
        /// Reports and answers.
        Member = "member",
        /// Reads.
        Viewer = "viewer",
    }
}

coded! {
    /// A person's role at the desk.
    pub enum DeskRole {
        /// Works on cases.
        Analyst = "analyst",
        /// Works on cases and approves as the second person.
        Lead = "lead",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// Runs the installation: people, catalogue, jobs, settings. Does not work on cases.
        Administrator = "administrator",
    }
}

coded! {
    /// The two sides of a case.
    pub enum Party {
        /// The marketplace's response team.
        Desk = "desk",
        /// The publisher of the offer.
        Publisher = "publisher",
    }
}

/// A role on either side.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// At the desk.
    Desk(DeskRole),
    /// In a publisher's organisation.
    Publisher(PublisherRole),
}

impl Role {
    /// Every role, desk last.
    pub const ALL: [Self; 8] = [
        Self::Publisher(PublisherRole::Owner),
        Self::Publisher(PublisherRole::SecurityContact),
        Self::Publisher(PublisherRole::Member),
        Self::Publisher(PublisherRole::Viewer),
        Self::Desk(DeskRole::Analyst),
        Self::Desk(DeskRole::Lead),
        Self::Desk(DeskRole::Auditor),
        Self::Desk(DeskRole::Administrator),
    ];

    /// Returns the stable code of the role.
    pub fn code(self) -> &'static str {
        match self {
            Self::Desk(role) => role.code(),
            Self::Publisher(role) => role.code(),
        }
    }

    /// Returns the side of the role.
    pub const fn party(self) -> Party {
        match self {
            Self::Desk(_) => Party::Desk,
            Self::Publisher(_) => Party::Publisher,
        }
    }

    /// Returns the role's column in the matrix. A role without one does not compile.
    const fn column(self) -> usize {
        match self {
            Self::Publisher(PublisherRole::Owner) => 0,
            Self::Publisher(PublisherRole::SecurityContact) => 1,
            Self::Publisher(PublisherRole::Member) => 2,
            Self::Publisher(PublisherRole::Viewer) => 3,
            Self::Desk(DeskRole::Analyst) => 4,
            Self::Desk(DeskRole::Lead) => 5,
            Self::Desk(DeskRole::Auditor) => 6,
            Self::Desk(DeskRole::Administrator) => 7,
        }
    }

    /// Returns whether the role has the permission.
    pub fn may(self, action: Action) -> bool {
        row(action).1[self.column()] == b'x'
    }
}

coded! {
    /// An action that needs a permission.
    pub enum Action {
        /// Read a case: timeline, facts, conversation.
        ReadCase = "read_case",
        /// Start, edit, discard and submit a report.
        SubmitReport = "submit_report",
        /// Write to the other side.
        ShareMessage = "share_message",
        /// Answer a question of the desk.
        AnswerQuestion = "answer_question",
        /// Accept or contest the desk's score.
        AnswerScore = "answer_score",
        /// Assert that the event is exploited, public, fixed, deployed.
        AssertFact = "assert_fact",
        /// Withdraw a report.
        WithdrawCase = "withdraw_case",
        /// Ask the desk to reopen a closed case.
        RequestReopening = "request_reopening",
        /// Correct the category of a case.
        ChangeCategory = "change_category",
        /// Acknowledge a report in person.
        Acknowledge = "acknowledge",
        /// Decide severity and priority.
        Assess = "assess",
        /// Ask the publisher.
        AskQuestion = "ask_question",
        /// Communicate the outcome, mark as mitigating, close, reopen.
        DecideCase = "decide_case",
        /// Decide which laws and contracts apply to one's own side, and record filings.
        KeepDuties = "keep_duties",
        /// Link cases.
        LinkCases = "link_cases",
        /// Set the owner of a case.
        AssignOwner = "assign_owner",
        /// Read notes of the desk.
        ReadNotes = "read_notes",
        /// Write notes of the desk.
        WriteNote = "write_note",
        /// See cases of all publishers.
        ReadQueue = "read_queue",
        /// See people and settings of an organisation.
        ReadOrganisation = "read_organisation",
        /// Invite, change and remove people of an organisation.
        ManageOrganisation = "manage_organisation",
        /// Create and revoke one's own API tokens.
        ManageOwnTokens = "manage_own_tokens",
        /// See the catalogue of all publishers.
        ReadCatalogue = "read_catalogue",
        /// Edit and import the catalogue.
        EditCatalogue = "edit_catalogue",
        /// Manage people of the desk and accounts.
        ManagePeople = "manage_people",
        /// Change the rules that priorities are suggested by.
        ChangeRules = "change_rules",
        /// See and retry jobs and outgoing mail.
        ManageJobs = "manage_jobs",
    }
}

/// The matrix. Columns in order of [`Role::ALL`]: owner, security contact, member, viewer, analyst, lead, auditor, administrator.
const MATRIX: &[(Action, &[u8; 8])] = &[
    (Action::ReadCase, b"xxxxxxx."),
    (Action::SubmitReport, b"xxx....."),
    (Action::ShareMessage, b"xxx.xx.."),
    (Action::AnswerQuestion, b"xxx....."),
    (Action::AnswerScore, b"xxx....."),
    (Action::AssertFact, b"xxx.xx.."),
    (Action::WithdrawCase, b"xx......"),
    (Action::RequestReopening, b"xxx....."),
    (Action::ChangeCategory, b"xxx.xx.."),
    (Action::Acknowledge, b"....xx.."),
    (Action::Assess, b"....xx.."),
    (Action::AskQuestion, b"....xx.."),
    (Action::DecideCase, b"....xx.."),
    (Action::KeepDuties, b"xx..xx.."),
    (Action::LinkCases, b"....xx.."),
    (Action::AssignOwner, b"....xx.."),
    (Action::ReadNotes, b"....xxx."),
    (Action::WriteNote, b"....xx.."),
    (Action::ReadQueue, b"....xxx."),
    (Action::ReadOrganisation, b"xxxx...."),
    (Action::ManageOrganisation, b"x......."),
    (Action::ManageOwnTokens, b"xxxxxxxx"),
    (Action::ReadCatalogue, b"....xxxx"),
    (Action::EditCatalogue, b".....x.x"),
    (Action::ManagePeople, b".......x"),
    (Action::ChangeRules, b".....x.."),
    (Action::ManageJobs, b".......x"),
];

fn row(action: Action) -> &'static (Action, &'static [u8; 8]) {
    // The matrix follows the order of the actions, which a test checks.
    &MATRIX[action as usize]
}

/// Prints the matrix as a fixed-width table, for people to read and for reviews to compare.
pub fn print_matrix() -> String {
    use std::fmt::Write as _;
    let mut out =
        String::from("Who can do what. Generated from the matrix in varsel-core/src/permission.rs.\n\n");
    let _ = write!(out, "{:<20}", "");
    for role in Role::ALL {
        let _ = write!(out, " {:<16}", role.code());
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for (action, cells) in MATRIX {
        let mut line = format!("{:<20}", action.code());
        for cell in *cells {
            let _ = write!(line, " {:<16}", if *cell == b'x' { "yes" } else { "-" });
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A person who acts, in one role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// The organisation; `None` at the desk.
    pub publisher: Option<PublisherId>,
}

impl Actor {
    /// Returns whether the actor has the permission.
    pub fn may(&self, action: Action) -> bool {
        self.role.may(action)
    }

    /// Returns the actor's side.
    pub const fn party(&self) -> Party {
        self.role.party()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_has_one_row_for_each_action_in_order() {
        assert_eq!(MATRIX.iter().map(|(action, _)| *action).collect::<Vec<_>>(), Action::ALL);
        assert!(MATRIX.iter().all(|(_, cells)| cells.iter().all(|cell| matches!(cell, b'x' | b'.'))));
        assert_eq!(Role::ALL.map(Role::column), [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn readers_change_nothing_and_administrators_stay_out_of_cases() {
        let changes = Action::ALL.iter().filter(|a| {
            !matches!(
                a,
                Action::ReadCase
                    | Action::ReadNotes
                    | Action::ReadQueue
                    | Action::ReadOrganisation
                    | Action::ReadCatalogue
                    | Action::ManageOwnTokens
            )
        });
        for action in changes {
            assert!(!Role::Desk(DeskRole::Auditor).may(*action), "{action}");
            assert!(!Role::Publisher(PublisherRole::Viewer).may(*action), "{action}");
        }
        let administrator = Role::Desk(DeskRole::Administrator);
        assert!(!administrator.may(Action::ReadCase) && !administrator.may(Action::ReadNotes));
    }

    #[test]
    fn publishers_never_see_or_do_what_is_the_desks() {
        for role in Role::ALL.into_iter().filter(|r| r.party() == Party::Publisher) {
            for action in [
                Action::ReadNotes,
                Action::WriteNote,
                Action::Assess,
                Action::ReadQueue,
                Action::ReadCatalogue,
            ] {
                assert!(!role.may(action), "{} {action}", role.code());
            }
        }
    }
}
