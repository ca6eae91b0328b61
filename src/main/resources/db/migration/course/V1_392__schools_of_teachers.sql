-- At which school somebody teaches, where whoever leads a course of theirs has said so; it goes before the course's own.
create table course_member_school (
  tenant_id uuid not null references tenant (id),
  lti_user_id uuid not null,
  school_id uuid not null references tenant_school (id),
  said_by uuid not null,
  said_at timestamp with time zone not null,
  primary key (tenant_id, lti_user_id)
);
create index course_member_school_by_school on course_member_school (tenant_id, school_id);
