-- Who read the audit trail and why. Append only, as the trail itself.
create table assessment_audit_reading (
  id uuid not null primary key,
  read_at timestamp with time zone not null,
  staff_id uuid not null,
  reason varchar(500) not null,
  wanted varchar(200) not null,
  page integer not null
);
create index assessment_audit_reading_by_time on assessment_audit_reading (read_at, id);

create index assessment_audit_by_time on assessment_audit (happened_at, id);
create index assessment_audit_by_staff on assessment_audit (staff_id, happened_at);
