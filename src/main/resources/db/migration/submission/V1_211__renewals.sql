-- What an earner hands in so that a badge which ends is issued for another term. One for each badge; a refused one is
-- worked on and handed in again.
create table submission_renewal (
  id uuid not null primary key,
  tenant_id uuid not null,
  submission_id uuid not null references submission (id),
  credential_id varchar(64) not null unique,
  state varchar(20) not null,
  body text not null,
  hours integer,
  revision integer not null,
  editor varchar(60),
  saved_at timestamp with time zone,
  handed_in_at timestamp with time zone,
  decided_at timestamp with time zone,
  words varchar(4000)
);
create index submission_renewal_by_submission on submission_renewal (submission_id);
create index submission_renewal_by_state on submission_renewal (tenant_id, state, handed_in_at, id);
create index submission_renewal_by_decision on submission_renewal (state, decided_at, id);

create table submission_renewal_file (
  id uuid not null primary key,
  renewal_id uuid not null references submission_renewal (id),
  tenant_id uuid not null,
  sha256 varchar(64) not null,
  media_type varchar(127) not null,
  bytes bigint not null,
  own_name varchar(255) not null,
  added_at timestamp with time zone not null,
  removed_at timestamp with time zone
);
create index submission_renewal_file_by_renewal on submission_renewal_file (renewal_id, added_at, id);
create index submission_renewal_file_by_content on submission_renewal_file (tenant_id, sha256);

-- Every decision with what lay before whoever decided; rows are only added.
create table submission_renewal_decision (
  id uuid not null primary key,
  renewal_id uuid not null references submission_renewal (id),
  tenant_id uuid not null,
  accepted boolean not null,
  words varchar(4000) not null,
  body text not null,
  hours integer,
  handed_in_at timestamp with time zone not null,
  decided_by uuid not null,
  decided_at timestamp with time zone not null
);
create index submission_renewal_decision_by_renewal on submission_renewal_decision (renewal_id, decided_at);
