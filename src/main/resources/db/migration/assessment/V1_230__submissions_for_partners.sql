-- One submission that one partner may rate, so that both can compare. This row is the only thing that opens it to the partner's
-- assessors: while it waits or is held, and until over_at. What they rate is a reading; it decides nothing.
create table assessment_partner_draw (
  id uuid not null primary key,
  agreement_id uuid not null,
  tenant_id uuid not null references tenant (id),
  partner_id uuid not null references tenant (id),
  case_id uuid not null references assessment_case (id),
  submission_id uuid not null,
  version_id uuid not null,
  -- the partner's micro-credential that whoever rates it has to be qualified for
  family varchar(200) not null,
  state varchar(16) not null,
  drawn_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  over_at timestamp with time zone not null,
  staff_id uuid,
  reading_id uuid references assessment_reading (id),
  ended_at timestamp with time zone,
  ended_because varchar(24),
  constraint assessment_partner_draw_once unique (submission_id, partner_id)
);
create index assessment_partner_draw_queue on assessment_partner_draw (partner_id, state, due_at);
create index assessment_partner_draw_by_agreement on assessment_partner_draw (agreement_id, state);
create index assessment_partner_draw_by_owner on assessment_partner_draw (tenant_id, drawn_at);
create index assessment_partner_draw_by_reading on assessment_partner_draw (reading_id);
create index assessment_partner_draw_by_staff on assessment_partner_draw (staff_id, state);

-- Each look of the partner at the evidence or one of its files, for the owner. Rows are only added.
create table assessment_partner_look (
  id uuid not null primary key,
  draw_id uuid not null references assessment_partner_draw (id),
  tenant_id uuid not null references tenant (id),
  staff_id uuid not null,
  looked_at timestamp with time zone not null,
  file_id uuid
);
create index assessment_partner_look_by_draw on assessment_partner_look (draw_id, looked_at);
create index assessment_partner_look_by_owner on assessment_partner_look (tenant_id, looked_at);
