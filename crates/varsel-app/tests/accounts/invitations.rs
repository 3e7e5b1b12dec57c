//! How many invitations are sent in a day.

use super::*;

const GUEST: &str = "guest@fabrikam.example";

impl World {
    fn invite_by(&self, actor: Actor, email: &str, to: Invitation) -> Result<String, AppError> {
        let email = email.to_owned();
        self.write(move |tx, ctx| organisation::invite(tx, ctx, &actor, &email, to, "en"))
    }
}

#[test]
fn invitations_are_bounded_by_maker_and_by_address_and_say_when_the_next_one_goes_out() {
    on_both_engines(|store| {
        let world = World::new(store);
        let to = Invitation::Member(world.publisher, PublisherRole::Viewer);
        let began = world.clock.now();
        let until = |invited: Result<String, AppError>| match invited {
            Err(AppError::TooManyInvitations { until }) => until,
            other => panic!("not refused: {other:?}"),
        };
        for n in 0..5 {
            world.invite_by(world.as_owner(), GUEST, to).unwrap_or_else(|e| panic!("{n} {e}"));
            world.pass(SignedDuration::from_mins(1));
        }
        let day = SignedDuration::from_hours(24);
        assert_eq!(until(world.invite_by(world.as_owner(), GUEST, to)), began + day, "half from one place");
        // The other half is left to others.
        for _ in 0..5 {
            world.invite_by(world.as_administrator(), GUEST, Invitation::Desk(DeskRole::Analyst)).unwrap();
        }
        let elsewhere = PublisherId(world.surroundings.context().id());
        world.write(move |tx, ctx| Ok(add_publisher(tx, elsewhere, "contoso", ctx.now)?)).unwrap();
        let there = Invitation::Member(elsewhere, PublisherRole::Owner);
        until(world.invite_by(world.as_administrator(), GUEST, there));
        // A maker has fifty a day, withdrawn ones and all.
        for n in 0..45 {
            world
                .invite_by(world.as_owner(), &format!("guest{n}@fabrikam.example"), to)
                .unwrap_or_else(|e| panic!("{n} {e}"));
            let (owner, publisher) = (world.as_owner(), world.publisher);
            world
                .write(move |tx, ctx| {
                    let open = access::invitations(tx, Some(publisher), ctx.now)?;
                    organisation::revoke_invitation(tx, ctx, &owner, &open[0].id)
                })
                .unwrap();
        }
        let next = until(world.invite_by(world.as_owner(), "one.more@fabrikam.example", to));
        world.pass(next.duration_since(world.clock.now()) - SignedDuration::from_micros(1));
        until(world.invite_by(world.as_owner(), "one.more@fabrikam.example", to));
        world.pass(SignedDuration::from_micros(1));
        world.invite_by(world.as_owner(), "one.more@fabrikam.example", to).unwrap();
    });
}
