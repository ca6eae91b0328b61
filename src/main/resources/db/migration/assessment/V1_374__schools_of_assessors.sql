-- Where those who rate work, as they or a lead say; work of teachers of these schools is never given to them.
create table assessment_staff_school (
  staff_id uuid not null,
  tenant_id uuid not null references tenant (id),
  school_id uuid not null references tenant_school (id),
  said_by uuid not null,
  said_at timestamp with time zone not null,
  primary key (staff_id, school_id)
);
create index assessment_staff_school_by_school on assessment_staff_school (tenant_id, school_id);

-- For whose school somebody is kept from a case; such a row goes when the school does.
alter table assessment_assignment add column school_id uuid;
create index assessment_assignment_by_school on assessment_assignment (school_id, staff_id);
