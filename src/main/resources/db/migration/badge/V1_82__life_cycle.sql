alter table badge_award add column suspended_at timestamp with time zone;
create index badge_award_suspended on badge_award (status_list_id, suspended_at);

alter table badge_status_list add column suspension_revision bigint;
alter table badge_status_list add column suspension_signed text;

-- A notice that a badge may be revoked, and what became of it.
create table badge_proceeding (
  id uuid not null primary key,
  tenant_id uuid not null,
  credential_id varchar(64) not null references badge_award (credential_id),
  reason varchar(2000) not null,
  opened_by uuid not null,
  opened_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  answer varchar(4000),
  answered_at timestamp with time zone,
  outcome varchar(20),
  closed_at timestamp with time zone
);
create index badge_proceeding_by_badge on badge_proceeding (credential_id, closed_at);

-- What was done to a badge after it was issued, by whom and why.
create table badge_act (
  id uuid not null primary key,
  tenant_id uuid not null,
  credential_id varchar(64) not null references badge_award (credential_id),
  kind varchar(30) not null,
  reason varchar(2000),
  done_by uuid not null,
  done_at timestamp with time zone not null
);
create index badge_act_by_badge on badge_act (credential_id, done_at);

-- Badges that are owed and could not be signed yet. A row goes when its badge is there.
create table badge_unsigned (
  submission_id uuid not null primary key,
  tenant_id uuid not null,
  name varchar(500) not null,
  problem varchar(30) not null,
  tries integer not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null
);
create index badge_unsigned_by_tenant on badge_unsigned (tenant_id, first_at);

create index badge_award_by_issuer on badge_award (issuer_id, tenant_id);
