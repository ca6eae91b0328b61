-- A wallet belongs to one human being and to no tenant: it outlasts the accounts that are brought together in it.
create table wallet (
  id uuid not null primary key,
  created_at timestamp with time zone not null
);

-- Verified by mail. An address opens one wallet.
create table wallet_address (
  address_key varchar(320) not null primary key,
  wallet_id uuid not null references wallet (id),
  address varchar(320) not null,
  verified_at timestamp with time zone not null
);
create index wallet_address_by_wallet on wallet_address (wallet_id, verified_at);

-- The person of a tenant, whose badges show in that wallet.
create table wallet_account (
  tenant_id uuid not null references tenant (id),
  person_id uuid not null references person (id),
  wallet_id uuid not null references wallet (id),
  linked_at timestamp with time zone not null,
  primary key (tenant_id, person_id)
);
create index wallet_account_by_wallet on wallet_account (wallet_id, linked_at);

-- Links in mails, and codes to type: good once, for a while. Rows stay a day longer, to count how much was asked for.
create table wallet_ticket (
  token_hash varchar(64) not null primary key,
  purpose varchar(20) not null,
  address varchar(320),
  address_key varchar(320),
  wallet_id uuid,
  tenant_id uuid,
  person_id uuid,
  asked_from varchar(64) not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
create index wallet_ticket_by_address on wallet_ticket (address_key, created_at);
create index wallet_ticket_by_origin on wallet_ticket (asked_from, created_at);
create index wallet_ticket_by_person on wallet_ticket (person_id, created_at);
create index wallet_ticket_by_wallet on wallet_ticket (wallet_id, created_at);
create index wallet_ticket_by_age on wallet_ticket (created_at);

-- Mails that are owed, sealed: they hold links that open wallets.
create table wallet_letter (
  id uuid not null primary key,
  sealed bytea not null,
  created_at timestamp with time zone not null
);

create table wallet_session (
  token_hash varchar(64) not null primary key,
  wallet_id uuid not null references wallet (id),
  began_at timestamp with time zone not null,
  ends_at timestamp with time zone not null
);
create index wallet_session_by_wallet on wallet_session (wallet_id);
create index wallet_session_by_end on wallet_session (ends_at);

-- Badges from elsewhere, kept as they were brought after they had been found genuine and for a verified address.
create table wallet_import (
  id uuid not null primary key,
  wallet_id uuid not null references wallet (id),
  badge_key varchar(64) not null,
  form varchar(10) not null,
  badge_id varchar(2000) not null,
  name varchar(500) not null,
  issuer varchar(500) not null,
  issuer_id varchar(2000) not null,
  achievement varchar(2000) not null,
  issued_at timestamp with time zone,
  valid_until timestamp with time zone,
  badge text not null,
  outcome varchar(20) not null,
  brought_at timestamp with time zone not null,
  checked_at timestamp with time zone not null,
  unique (wallet_id, badge_key)
);
create index wallet_import_by_wallet on wallet_import (wallet_id, brought_at);
