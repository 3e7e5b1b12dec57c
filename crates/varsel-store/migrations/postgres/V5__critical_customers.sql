-- Customers whose trouble is wide trouble: an event that reaches one of them has a wide reach.
alter table customer add column critical BOOLEAN not null default false;
create index customer_critical on customer (id) where critical;
