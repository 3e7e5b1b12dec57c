insert into case_offer (offer_id, case_id) values ($1, $2) on conflict do nothing
