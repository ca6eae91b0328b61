-- Whether the claimant agreed that other systems are told their number with the decision. Nobody did before.
alter table recognition_claim add column number_is_sent boolean not null default false;
