-- The school whose teachers learn in a course, where whoever leads the course has said so.
create table course_school (
  context_id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  school_id uuid not null references tenant_school (id),
  said_at timestamp with time zone not null
);
create index course_school_by_school on course_school (tenant_id, school_id);
