-- An appeal against a decided case; granted, it leads to a new case of the same attempt.
create table assessment_appeal (
  case_id uuid not null primary key references assessment_case (id),
  tenant_id uuid not null references tenant (id),
  state varchar(16) not null,
  lodged_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  answered_by uuid,
  answered_at timestamp with time zone
);
create index assessment_appeal_open on assessment_appeal (tenant_id, state, answer_by);
create index assessment_appeal_by_date on assessment_appeal (state, answer_by);

alter table assessment_case add column appeal_of uuid references assessment_case (id);
