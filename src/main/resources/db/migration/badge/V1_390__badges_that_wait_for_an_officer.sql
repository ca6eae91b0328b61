-- Whether badges that a tenant's people earn of an issuer wait for an officer. Rows are only added, and the latest holds;
-- without one they are signed at once.
create table badge_issue_policy (
  id uuid not null primary key,
  issuer_id uuid not null references badge_issuer (id),
  tenant_id uuid not null,
  waits boolean not null,
  reason varchar(2000) not null,
  set_by uuid not null,
  set_at timestamp with time zone not null
);
create index badge_issue_policy_by_issuer on badge_issue_policy (issuer_id, tenant_id, set_at);

-- What was earned and waits: WAITING, DECLINED, or RELEASED, from when on badge_unsigned has it.
create table badge_waiting (
  submission_id uuid not null primary key,
  tenant_id uuid not null,
  version_id uuid not null,
  attempt integer not null,
  name varchar(500) not null,
  decided_at timestamp with time zone not null,
  state varchar(20) not null,
  since timestamp with time zone not null,
  reason varchar(2000)
);
create index badge_waiting_by_state on badge_waiting (tenant_id, state, since);

-- What officers did with it.
create table badge_waiting_act (
  id uuid not null primary key,
  tenant_id uuid not null,
  submission_id uuid not null references badge_waiting (submission_id),
  kind varchar(20) not null,
  reason varchar(2000),
  done_by uuid not null,
  done_at timestamp with time zone not null
);
create index badge_waiting_act_by_submission on badge_waiting_act (submission_id, done_at);

-- When somebody was looked at for the mail of the day.
create table badge_officer_mail (
  staff_id uuid not null,
  day_of date not null,
  looked_at timestamp with time zone not null,
  primary key (staff_id, day_of)
);
create index badge_officer_mail_by_day on badge_officer_mail (day_of);
