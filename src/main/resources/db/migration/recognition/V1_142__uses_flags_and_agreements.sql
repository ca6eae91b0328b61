-- Every badge that counts by a claim, by itself or as a part of a stack, so that no hours count twice. A row goes when its
-- claim is declined or withdrawn.
create table recognition_claim_use (
  open_key varchar(600) not null primary key,
  claim_id uuid not null references recognition_claim (id),
  credential_id varchar(64) not null
);
create index recognition_claim_use_by_claim on recognition_claim_use (claim_id);
create index recognition_claim_use_by_badge on recognition_claim_use (credential_id);
insert into recognition_claim_use (open_key, claim_id, credential_id)
select open_key, id, credential_id from recognition_claim where open_key is not null;

-- Since when an officer is to look at a claim again, because a badge behind it was revoked.
alter table recognition_claim add column flagged_at timestamp with time zone;
create index recognition_claim_by_flag on recognition_claim (tenant_id, flagged_at, id);

-- What an agreement said of a badge from elsewhere when it was claimed: the agreement's version and each condition, as JSON.
alter table recognition_claim add column agreement_name varchar(100);
alter table recognition_claim add column agreement_version integer;
alter table recognition_claim add column agreement_verdict text;
