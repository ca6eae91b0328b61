-- Who leads a course, as its roster says: instructors and teaching assistants, and of them the name. Whoever is not named any
-- more by a roster that was given whole is taken out.
create table course_roster_lead (
  context_id uuid not null references course_roster (context_id),
  lti_user_id uuid not null,
  tenant_id uuid not null references tenant (id),
  name varchar(500) not null,
  primary key (context_id, lti_user_id)
);
create index course_roster_lead_by_tenant on course_roster_lead (tenant_id);
