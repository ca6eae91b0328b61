-- A doubt about whether work is its earner's own. It changes nothing by itself: a lead decides, after the earner was heard.
create table assessment_flag (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  case_id uuid not null references assessment_case (id),
  kind varchar(16) not null,
  state varchar(16) not null,
  words text not null,
  raised_by uuid,
  raised_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  decided_words text
);
create index assessment_flag_by_tenant on assessment_flag (tenant_id, state, raised_at);
create index assessment_flag_by_case on assessment_flag (case_id, state);
