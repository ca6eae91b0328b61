create table submission (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  earner_id uuid not null,
  version_id uuid not null,
  attempt integer not null,
  state varchar(30) not null,
  since timestamp with time zone not null,
  expected_by timestamp with time zone,
  practice boolean not null,
  constraint submission_once_per_earner_and_version unique (earner_id, version_id)
);

create table submission_attempt (
  submission_id uuid not null references submission (id),
  attempt integer not null,
  started_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  earned boolean,
  primary key (submission_id, attempt)
);

-- Every change of state for ever, as the audit trail wants it; rows are only added.
create table submission_transition (
  id uuid not null primary key,
  submission_id uuid not null references submission (id),
  attempt integer not null,
  from_state varchar(30),
  to_state varchar(30) not null,
  happened_at timestamp with time zone not null
);
create index submission_transition_by_submission on submission_transition (submission_id, id);

-- What a decided attempt left to do; the next attempt needs work on these and on nothing else.
create table submission_unmet (
  submission_id uuid not null,
  attempt integer not null,
  criterion_id varchar(100) not null,
  primary key (submission_id, attempt, criterion_id),
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);

-- carried: copied from the attempt before and not touched since. editor: the page that wrote last, so that a page never
-- takes its own earlier save for somebody else's.
create table submission_answer (
  submission_id uuid not null,
  attempt integer not null,
  question_id varchar(100) not null,
  body text not null,
  revision integer not null,
  editor varchar(60),
  saved_at timestamp with time zone not null,
  carried boolean not null,
  primary key (submission_id, attempt, question_id),
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);

create table submission_file (
  id uuid not null primary key,
  submission_id uuid not null references submission (id),
  artefact_id varchar(100) not null,
  sha256 varchar(64) not null,
  media_type varchar(127) not null,
  bytes bigint not null,
  display_name varchar(150) not null,
  stored_at timestamp with time zone not null
);
create index submission_file_by_submission on submission_file (submission_id, artefact_id);
create index submission_file_by_content on submission_file (sha256);

-- The earner's own name for a file may name people; kept apart so that no query for assessors can bring it along.
create table submission_file_name (
  file_id uuid not null primary key references submission_file (id),
  own_name varchar(255) not null
);

create table submission_item (
  id uuid not null primary key,
  submission_id uuid not null,
  attempt integer not null,
  artefact_id varchar(100) not null,
  kind varchar(10) not null,
  body text,
  address varchar(2000),
  file_id uuid references submission_file (id),
  revision integer not null,
  editor varchar(60),
  saved_at timestamp with time zone not null,
  carried boolean not null,
  removed_at timestamp with time zone,
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);
create index submission_item_by_attempt on submission_item (submission_id, attempt, artefact_id);
create index submission_item_by_file on submission_item (file_id);

create table submission_attestation (
  id uuid not null primary key,
  submission_id uuid not null,
  attempt integer not null,
  kind varchar(20) not null,
  wording varchar(20) not null,
  locale varchar(20) not null,
  number_held integer,
  detail varchar(4000),
  attested_at timestamp with time zone not null,
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);
create index submission_attestation_by_attempt on submission_attestation (submission_id, attempt, id);

create table submission_place (
  submission_id uuid not null references submission (id),
  placement_id uuid not null,
  lti_user_id uuid not null,
  resource_link_id uuid not null,
  tenant_id uuid not null,
  opened_at timestamp with time zone not null,
  primary key (submission_id, placement_id, lti_user_id)
);
create index submission_place_by_placement on submission_place (placement_id, submission_id);
create index submission_by_tenant on submission (tenant_id, since, id);
