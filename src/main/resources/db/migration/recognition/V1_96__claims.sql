-- What somebody asks an authority to count. open_key holds award, authority, kind, unit and cycle for as long as the claim
-- may count or does, so that no award counts twice; it is null once the claim was declined or withdrawn.
create table recognition_claim (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  person_id uuid not null,
  credential_id varchar(64) not null,
  badge varchar(500) not null,
  offer_id varchar(100) not null,
  credited_hours integer not null,
  criteria varchar(300) not null,
  authority varchar(60) not null,
  rule_name varchar(100) not null,
  rule_version integer not null,
  kind varchar(30) not null,
  unit varchar(300) not null,
  amount numeric(12, 3),
  category varchar(300),
  cycle_ends integer not null,
  state varchar(20) not null,
  since timestamp with time zone not null,
  requested_at timestamp with time zone not null,
  open_key varchar(600)
);
create unique index recognition_claim_once on recognition_claim (open_key);
create index recognition_claim_by_state on recognition_claim (tenant_id, state, since, id);
create index recognition_claim_by_award on recognition_claim (credential_id, requested_at);
create index recognition_claim_by_person on recognition_claim (person_id, authority, kind, unit, cycle_ends);

-- Everything that happened to a claim, for good.
create table recognition_claim_event (
  claim_id uuid not null references recognition_claim (id),
  number integer not null,
  happened_at timestamp with time zone not null,
  state varchar(20) not null,
  amount numeric(12, 3),
  by_officer uuid,
  words varchar(2000),
  primary key (claim_id, number)
);
