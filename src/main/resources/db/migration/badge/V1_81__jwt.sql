create table badge_issuer_jwt_key (
  issuer_id uuid not null references badge_issuer (id),
  number integer not null,
  public_jwk varchar(2000) not null,
  sealed_key bytea not null,
  valid_from timestamp with time zone not null,
  retired_at timestamp with time zone,
  primary key (issuer_id, number)
);

-- Counts how often the text under one id was signed again.
alter table badge_award add column revision integer default 1 not null;

create table badge_award_jwt (
  credential_id varchar(64) not null references badge_award (credential_id),
  revision integer not null,
  jwt text not null,
  primary key (credential_id, revision)
);
