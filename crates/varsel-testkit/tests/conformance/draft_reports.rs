//! Drafts, and what becomes of them.

use super::*;

#[test]
fn a_draft_that_somebody_else_saved_is_not_overwritten() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (ctx, owner, stranger) = (desk.ctx(), desk.market.owners[0].0, desk.market.owners[1].0);
        let id: Result<CaseId, AppError> =
            store.write(move |tx| draft_cases::start(tx, &ctx, &owner, Category::Incident)).wait();
        let id = id.unwrap();
        let save = |revision, title: &'static str| {
            let ctx = desk.ctx();
            store
                .write(move |tx| {
                    draft_cases::save(tx, &ctx, &owner, id, revision, |a, _| title.clone_into(&mut a.title))
                })
                .wait()
        };
        assert_eq!(save(Some(1), "first").unwrap(), 2);
        assert!(matches!(save(Some(1), "late"), Err(AppError::DraftChanged { revision: 2 })));
        assert_eq!(save(None, "second").unwrap(), 3);
        let publisher = owner.publisher.unwrap();
        let sent_over: Result<bool, StoreError> =
            store.write(move |tx| drafts::delete(tx, id, publisher, Some(2))).wait();
        assert!(
            !sent_over.unwrap(),
            "what a colleague has saved since is not thrown away with what was sent"
        );
        let kept: Result<_, AppError> = store.read(move |tx| draft_cases::find(tx, &owner, id)).wait();
        assert_eq!(kept.unwrap().1.title, "second");
        let foreign: Result<_, AppError> = store.read(move |tx| draft_cases::find(tx, &stranger, id)).wait();
        assert!(matches!(foreign, Err(AppError::NotFound)));
    });
}

#[test]
fn a_draft_becomes_its_case_and_is_gone() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 1);
        let (ctx, (owner, offer)) = (desk.ctx(), desk.market.owners[0]);
        let told: Result<_, AppError> = store
            .write(move |tx| {
                let id = draft_cases::start(tx, &ctx, &owner, Category::Vulnerability)?;
                draft_cases::save(tx, &ctx, &owner, id, None, |answers, _| {
                    *answers = generate::answers(3, offer);
                })?;
                let (_, answers) = draft_cases::find(tx, &owner, id)?;
                let new = NewReport { draft: Some(id), category: Category::Vulnerability, answers: &answers };
                let case = use_cases::submit(tx, &ctx, &owner, &new)?;
                Ok((id, case, drafts::find(tx, id, owner.publisher.unwrap())?.is_some()))
            })
            .wait();
        let (id, case, still_there) = told.unwrap();
        assert_eq!(case.id, id);
        assert!(!still_there);
    });
}

#[test]
fn a_report_that_lacks_something_stores_nothing() {
    on_both_engines(|store| {
        let desk = Desk::open(store, 2);
        let (ctx, (owner, _), (_, foreign_offer)) =
            (desk.ctx(), desk.market.owners[0], desk.market.owners[1]);
        let told: Result<_, AppError> = store
            .write(move |tx| {
                let mut answers = generate::answers(3, foreign_offer);
                answers.title = "  ".to_owned();
                answers.vulnerability.cvss = "CVSS:3.1/AV:N".to_owned();
                let new = NewReport { draft: None, category: Category::Vulnerability, answers: &answers };
                use_cases::submit(tx, &ctx, &owner, &new)
            })
            .wait();
        let Err(AppError::Invalid(problems)) = told else { panic!("a wrong report was taken") };
        let fields: Vec<(&str, &str)> = problems.iter().map(|p| (p.field.as_str(), p.kind.code())).collect();
        assert_eq!(
            fields,
            [("title", "missing"), ("affected.0.offer", "unknown_offer"), ("vulnerability.cvss", "bad_cvss")],
            "another publisher’s offer is as unknown as one that does not exist"
        );
        let ids: Result<_, StoreError> = store.read(|tx| cases::ids(tx, None, 10)).wait();
        assert_eq!(ids.unwrap(), []);
    });
}
