-- Who of a course's learners cannot reach one of its links, as the platform said last: a Canvas assignment may be given to some people
-- alone. Nobody stands here for a link of which the platform does not say it.
create table course_not_assigned (
  resource_link_id uuid not null,
  lti_user_id uuid not null,
  context_id uuid not null references course_roster (context_id),
  tenant_id uuid not null references tenant (id),
  primary key (resource_link_id, lti_user_id)
);
create index course_not_assigned_by_context on course_not_assigned (context_id);
create index course_not_assigned_by_tenant on course_not_assigned (tenant_id);
