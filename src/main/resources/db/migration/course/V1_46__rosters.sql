-- What is known of a course's roster and when the platform is asked again. whole_at: when it last gave all of it, so that
-- who is missing has left. claimed_until keeps two nodes from asking at once.
create table course_roster (
  context_id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  due_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  tried_at timestamp with time zone,
  refreshed_at timestamp with time zone,
  whole_at timestamp with time zone,
  changed_at timestamp with time zone,
  tries integer not null,
  problem varchar(40)
);
create index course_roster_by_due on course_roster (due_at);
create index course_roster_by_tenant on course_roster (tenant_id);

-- Learners only, and of them no more than a list needs; the name goes when they leave. staff: launched as one, which says
-- more than the roster, where Moodle's assistants are learners.
create table course_roster_member (
  context_id uuid not null references course_roster (context_id),
  lti_user_id uuid not null,
  tenant_id uuid not null references tenant (id),
  name varchar(500),
  staff boolean not null,
  left_at timestamp with time zone,
  primary key (context_id, lti_user_id)
);
create index course_roster_member_by_tenant on course_roster_member (tenant_id);

insert into course_roster (context_id, tenant_id, due_at, tries)
select distinct context_id, tenant_id, current_timestamp, 0 from course_placement;
