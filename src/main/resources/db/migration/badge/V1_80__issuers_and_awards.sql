create table badge_issuer (
  id uuid not null primary key,
  name varchar(255) not null unique,
  slug varchar(80) not null unique,
  contact varchar(255),
  url varchar(2000),
  colour varchar(7) not null,
  accent varchar(7) not null,
  created_at timestamp with time zone not null
);

create table badge_issuer_key (
  issuer_id uuid not null references badge_issuer (id),
  number integer not null,
  public_multikey varchar(64) not null,
  sealed_seed bytea not null,
  valid_from timestamp with time zone not null,
  retired_at timestamp with time zone,
  primary key (issuer_id, number)
);

create table badge_status_list (
  id uuid not null primary key,
  issuer_id uuid not null references badge_issuer (id),
  name varchar(100) not null unique,
  used integer not null,
  revision bigint not null,
  signed_revision bigint,
  signed text,
  created_at timestamp with time zone not null
);
create index badge_status_list_by_issuer on badge_status_list (issuer_id, used);

create table badge_award (
  id uuid not null primary key,
  credential_id varchar(64) not null unique,
  tenant_id uuid not null,
  submission_id uuid unique,
  version_id uuid not null,
  issuer_id uuid not null references badge_issuer (id),
  status_list_id uuid not null references badge_status_list (id),
  status_index integer not null,
  name varchar(500) not null,
  issued_at timestamp with time zone not null,
  valid_until timestamp with time zone,
  credential text not null,
  revoked_at timestamp with time zone,
  revocation_reason varchar(2000),
  unique (status_list_id, status_index)
);
create index badge_award_revoked on badge_award (status_list_id, revoked_at);
create index badge_award_by_tenant on badge_award (tenant_id, issued_at);
