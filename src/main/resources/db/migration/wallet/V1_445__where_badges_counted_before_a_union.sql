-- Where all badges of the kept wallet counted before the other one came in, for when they are separated. What the other one
-- said stays with the emptied wallet.
alter table wallet_union add column counts_tenant uuid;
alter table wallet_union add column counts_person uuid;
create index wallet_union_by_counting on wallet_union (counts_person);
