-- Two accounts that an operator holds for one person's, and what came of it. Each side belongs to its tenant. Words are null
-- once one of the two was forgotten.
create table wallet_joining (
  id uuid not null primary key,
  first_tenant uuid not null references tenant (id),
  first_person uuid not null references person (id),
  second_tenant uuid not null references tenant (id),
  second_person uuid not null references person (id),
  kinds varchar(200) not null,
  evidence varchar(2000),
  reason varchar(1000),
  state varchar(12) not null,
  asked_at timestamp with time zone not null,
  asked_by uuid not null,
  settled_at timestamp with time zone,
  first_told_at timestamp with time zone,
  second_told_at timestamp with time zone,
  first_agreed_at timestamp with time zone,
  second_agreed_at timestamp with time zone,
  first_secret varchar(64),
  second_secret varchar(64),
  -- Whether the joining put that side into the wallet, so that undoing it takes it out again.
  first_put_in boolean not null,
  second_put_in boolean not null
);
create index wallet_joining_by_first on wallet_joining (first_tenant, first_person);
create index wallet_joining_by_second on wallet_joining (second_tenant, second_person);
create index wallet_joining_by_state on wallet_joining (state, asked_at);
create index wallet_joining_by_time on wallet_joining (asked_at, id);
create unique index wallet_joining_by_first_secret on wallet_joining (first_secret);
create unique index wallet_joining_by_second_secret on wallet_joining (second_secret);

-- Accounts for which a joining waits: one at a time.
create table wallet_joining_waiting (
  tenant_id uuid not null,
  person_id uuid not null,
  joining_id uuid not null references wallet_joining (id),
  primary key (tenant_id, person_id)
);
create index wallet_joining_waiting_by_joining on wallet_joining_waiting (joining_id);

-- Append only: who did what, when and why. by_staff: an operator; by_side: FIRST or SECOND, an account; neither: time.
create table wallet_joining_act (
  id uuid not null primary key,
  joining_id uuid not null references wallet_joining (id),
  what varchar(12) not null,
  by_staff uuid,
  by_side varchar(6),
  words varchar(1000),
  happened_at timestamp with time zone not null
);
create index wallet_joining_act_by_joining on wallet_joining_act (joining_id, id);
