-- What a district asks of the people who rate. A missing share is the installation's.
create table assessment_policy (
  tenant_id uuid not null primary key references tenant (id),
  required varchar(16) not null,
  seeded_share double precision,
  back_read_share double precision,
  changed_by uuid not null,
  changed_at timestamp with time zone not null
);

-- A practice piece with agreed scores. Its texts are a copy that its maker could make more anonymous; its files stay where the
-- attempt has them. family is the micro-credential, whatever its version.
create table assessment_anchor (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  version_id uuid not null,
  name varchar(100) not null,
  task varchar(16) not null,
  state varchar(16) not null,
  source_case uuid references assessment_case (id),
  made_by uuid not null,
  made_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone
);
create index assessment_anchor_by_family on assessment_anchor (tenant_id, family, state, task);
create index assessment_anchor_by_source on assessment_anchor (source_case);

create table assessment_anchor_piece (
  anchor_id uuid not null references assessment_anchor (id),
  position integer not null,
  requirement_id varchar(100) not null,
  kind varchar(10) not null,
  body text,
  file_id uuid,
  display_name varchar(150),
  media_type varchar(127),
  bytes bigint,
  primary key (anchor_id, position)
);

create table assessment_anchor_score (
  anchor_id uuid not null references assessment_anchor (id),
  criterion_id varchar(100) not null,
  level_key varchar(100) not null,
  rationale text not null,
  primary key (anchor_id, criterion_id)
);

-- Who has read which training piece with its scores.
create table assessment_anchor_read (
  anchor_id uuid not null references assessment_anchor (id),
  staff_id uuid not null,
  read_at timestamp with time zone not null,
  primary key (anchor_id, staff_id)
);

-- One run through a qualification set. The counts are of criteria, once all its pieces are rated.
create table assessment_try (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  staff_id uuid not null,
  started_at timestamp with time zone not null,
  done_at timestamp with time zone,
  compared integer,
  same integer,
  same_side integer,
  far integer,
  passed boolean
);
create index assessment_try_by_staff on assessment_try (staff_id, tenant_id, family, started_at);

-- A rating that decides nothing: of a piece in a qualification set, of an anchor among ordinary work, or of a decided case that
-- a lead reads again. The counts compare it with the agreed scores, or with the first rating.
create table assessment_reading (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  version_id uuid not null,
  staff_id uuid not null,
  purpose varchar(16) not null,
  anchor_id uuid references assessment_anchor (id),
  case_id uuid references assessment_case (id),
  try_id uuid references assessment_try (id),
  press uuid,
  state varchar(16) not null,
  taken_at timestamp with time zone not null,
  submitted_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  overdue boolean default false not null,
  earned boolean,
  criteria_met integer,
  criteria_required integer,
  compared integer,
  same integer,
  same_side integer,
  far integer,
  constraint assessment_reading_press unique (press)
);
create index assessment_reading_by_staff on assessment_reading (staff_id, purpose, state, ended_at);
create index assessment_reading_by_try on assessment_reading (try_id);
create index assessment_reading_by_anchor on assessment_reading (anchor_id, staff_id);
create index assessment_reading_by_tenant on assessment_reading (tenant_id, purpose, state, ended_at);

create table assessment_reading_rating (
  reading_id uuid not null references assessment_reading (id),
  criterion_id varchar(100) not null,
  level_key varchar(100),
  words text not null,
  revision integer not null,
  saved_at timestamp with time zone not null,
  primary key (reading_id, criterion_id)
);

create table assessment_qualification (
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  staff_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone not null,
  try_id uuid not null references assessment_try (id),
  primary key (tenant_id, family, staff_id)
);
create index assessment_qualification_by_staff on assessment_qualification (staff_id, until);

-- No new work for somebody. An empty family stands for all.
create table assessment_pause (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  staff_id uuid not null,
  because varchar(16) not null,
  words text not null,
  paused_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  lifted_by uuid,
  lifted_because text
);
create index assessment_pause_by_tenant on assessment_pause (tenant_id, lifted_at);
create index assessment_pause_by_staff on assessment_pause (staff_id, tenant_id, lifted_at);

-- Something the earner is asked, and what they said. They may take back that their work serves as an example.
create table assessment_question (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  submission_id uuid not null,
  attempt integer not null,
  kind varchar(16) not null,
  about uuid not null,
  words text not null,
  asked_at timestamp with time zone not null,
  answer_by timestamp with time zone,
  answered_at timestamp with time zone,
  agreed boolean,
  answer text,
  closed_at timestamp with time zone,
  outcome varchar(16),
  outcome_words text
);
create index assessment_question_by_submission on assessment_question (submission_id, asked_at);
create index assessment_question_by_subject on assessment_question (about);
