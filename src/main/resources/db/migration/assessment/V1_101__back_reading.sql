-- Decisions by one rating that chance has drawn for a lead to read again. priority: 0 for raters who waver, 1 for new ones, 2 for others.
create table assessment_back_reading (
  case_id uuid not null primary key references assessment_case (id),
  tenant_id uuid not null references tenant (id),
  rater_id uuid not null,
  priority integer not null,
  state varchar(16) not null,
  drawn_at timestamp with time zone not null
);
create index assessment_back_reading_queue on assessment_back_reading (tenant_id, state, priority, drawn_at);
