-- Backpacks elsewhere that a wallet may put badges into (Open Badges 3.0 API, CLR 2.0 API). What opens them is sealed.
create table wallet_backpack (
  id uuid not null primary key,
  wallet_id uuid not null references wallet (id),
  kind varchar(10) not null,
  base varchar(500) not null,
  title varchar(200) not null,
  account varchar(300),
  services varchar(8000) not null,
  sealed bytea,
  state varchar(20) not null,
  problem varchar(40),
  keep_up boolean not null,
  language varchar(35) not null,
  asked_state varchar(64),
  asked_by varchar(64),
  asked_at timestamp with time zone,
  asked_sealed bytea,
  connected_at timestamp with time zone,
  busy_until timestamp with time zone,
  created_at timestamp with time zone not null,
  unique (wallet_id, kind, base)
);

-- What was or is to be put into a backpack. A learner record has no credential_id of ours, and its row's id instead.
create table wallet_push (
  id uuid not null primary key,
  backpack_id uuid not null references wallet_backpack (id),
  credential_id varchar(64) not null,
  tenant_id uuid,
  person_id uuid,
  state varchar(20) not null,
  asked integer not null,
  tries integer not null,
  due_at timestamp with time zone not null,
  problem varchar(40),
  answer varchar(300),
  sent_at timestamp with time zone,
  unique (backpack_id, credential_id)
);
create index wallet_push_due on wallet_push (state, due_at);
create index wallet_push_by_credential on wallet_push (credential_id);
