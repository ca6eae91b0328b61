-- Domains that issuers brought, each with the did:web identifier that it gives. owned_did is set when it is first activated
-- and stays: what was signed as it says so for good. active_for is the issuer while new badges are meant to carry it, and
-- speaks says that they do: the document there lists the keys that sign.
create table badge_issuer_domain (
  id uuid not null primary key,
  issuer_id uuid not null references badge_issuer (id),
  did varchar(500) not null,
  host varchar(300) not null,
  whole_host boolean not null,
  named_by uuid not null,
  named_at timestamp with time zone not null,
  asked_at timestamp with time zone not null,
  owned_did varchar(500) unique,
  active_for uuid unique,
  speaks boolean default false not null,
  activated_at timestamp with time zone,
  left_at timestamp with time zone,
  first_key integer,
  first_jwt_key integer,
  confirmed_key integer,
  confirmed_jwt_key integer,
  checked_at timestamp with time zone,
  sound boolean,
  sound_at timestamp with time zone,
  findings text,
  next_check_at timestamp with time zone,
  unique (issuer_id, did)
);
create index badge_issuer_domain_by_did on badge_issuer_domain (did);
create index badge_issuer_domain_by_host on badge_issuer_domain (host);
create index badge_issuer_domain_due on badge_issuer_domain (next_check_at);

-- A key that waits to be seen in the document of a domain signs nothing yet; one that others may know signs nothing more.
alter table badge_issuer_key add column waiting boolean default false not null;
alter table badge_issuer_key add column exposed_at timestamp with time zone;
alter table badge_issuer_jwt_key add column waiting boolean default false not null;
alter table badge_issuer_jwt_key add column exposed_at timestamp with time zone;

-- As whom a list is signed, the same as the badges in it; without one, under this installation's own address.
alter table badge_status_list add column did varchar(500);
