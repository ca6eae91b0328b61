-- One hand-in of an attempt. An attempt that was withdrawn and handed in again is a new case.
create table assessment_case (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  submission_id uuid not null,
  attempt integer not null,
  version_id uuid not null,
  submitted_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state varchar(16) not null,
  constraint assessment_case_once unique (submission_id, attempt, submitted_at)
);
create index assessment_case_queue on assessment_case (tenant_id, state, due_at);

-- Remembers withdrawals, because the news of one may arrive before the news of what it withdraws.
create table assessment_withdrawal (
  submission_id uuid not null,
  attempt integer not null,
  withdrawn_at timestamp with time zone not null,
  primary key (submission_id, attempt)
);

-- Who holds or held a case, and in which seat. The id is made with the page, so that a button pressed twice takes one case.
create table assessment_assignment (
  id uuid not null primary key,
  case_id uuid not null references assessment_case (id),
  staff_id uuid not null,
  seat varchar(16) not null,
  taken_at timestamp with time zone not null,
  released_at timestamp with time zone,
  released_because varchar(16)
);
create index assessment_assignment_by_case on assessment_assignment (case_id, staff_id);
create index assessment_assignment_by_staff on assessment_assignment (staff_id, released_at);

-- One rater's judgement of one criterion; the words may come before the level. The revision tells a stale tab.
create table assessment_rating (
  case_id uuid not null references assessment_case (id),
  rater_id uuid not null,
  criterion_id varchar(100) not null,
  level_key varchar(100),
  words text not null,
  revision integer not null,
  saved_at timestamp with time zone not null,
  primary key (case_id, rater_id, criterion_id)
);

create table assessment_decision (
  case_id uuid not null primary key references assessment_case (id),
  earned boolean not null,
  criteria_met integer not null,
  criteria_required integer not null,
  decided_by uuid not null,
  decided_at timestamp with time zone not null
);
create index assessment_decision_by_staff on assessment_decision (decided_by, decided_at);

-- What stands for each criterion, whoever and however many rated it; reached_in is an earlier attempt when it was carried forward.
create table assessment_decision_criterion (
  case_id uuid not null references assessment_decision (case_id),
  position integer not null,
  criterion_id varchar(100) not null,
  required boolean not null,
  level_key varchar(100) not null,
  met boolean not null,
  words text not null,
  reached_in integer not null,
  primary key (case_id, criterion_id)
);

-- Append only: rows are never changed or removed. No references, so that nothing can take them along.
create table assessment_audit (
  id uuid not null primary key,
  tenant_id uuid not null,
  case_id uuid not null,
  happened_at timestamp with time zone not null,
  staff_id uuid,
  action varchar(32) not null,
  detail varchar(1000) not null
);
create index assessment_audit_by_case on assessment_audit (case_id, happened_at);
