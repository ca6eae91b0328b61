-- As before, without those who have not begun and to whom the platform does not give the link. Whoever has begun stays, whatever is
-- assigned later.
create or replace view journey_cohort as
select p.id as placement_id, p.tenant_id, m.lti_user_id as account_id, m.name,
  case when m.left_at is null or sp.opened_at > r.whole_at then 'IN' else 'LEFT' end as standing, m.left_at,
  s.id as submission_id, s.earner_id, s.state, s.since
from course_placement p
join course_roster_member m on m.context_id = p.context_id and m.tenant_id = p.tenant_id and m.staff = false
join course_roster r on r.context_id = p.context_id
left join submission_place sp on sp.placement_id = p.id and sp.lti_user_id = m.lti_user_id
left join submission s on s.id = sp.submission_id and s.practice = false
where s.id is not null or (m.left_at is null and not exists (
  select 1 from course_not_assigned n where n.resource_link_id = p.resource_link_id and n.lti_user_id = m.lti_user_id))
union all
select p.id, p.tenant_id, sp.lti_user_id, cast(null as varchar(500)),
  case when r.whole_at is null or sp.opened_at > r.whole_at then 'IN' else 'OFF' end,
  cast(null as timestamp with time zone), s.id, s.earner_id, s.state, s.since
from course_placement p
join submission_place sp on sp.placement_id = p.id
join submission s on s.id = sp.submission_id and s.practice = false
left join course_roster r on r.context_id = p.context_id
where not exists (
  select 1 from course_roster_member m
  where m.context_id = p.context_id and m.lti_user_id = sp.lti_user_id and m.staff = false);

create or replace view journey_not_handed_in as
select w.placement_id, w.tenant_id, w.account_id, w.name, w.submission_id, w.earner_id, w.state, w.since, d.due_at
from journey_course_work w
join course_dates d on d.placement_id = w.placement_id and d.due_at is not null
join submission_attempt a on a.submission_id = w.submission_id and a.attempt = 1 and a.submitted_at is null
where w.state = 'DRAFT'
union all
select p.id, p.tenant_id, m.lti_user_id, m.name, cast(null as uuid), cast(null as uuid), cast(null as varchar(30)),
  cast(null as timestamp with time zone), d.due_at
from course_placement p
join course_dates d on d.placement_id = p.id and d.due_at is not null
join course_roster_member m on m.context_id = p.context_id and m.tenant_id = p.tenant_id
  and m.staff = false and m.left_at is null
where not exists (
  select 1 from submission_place sp join submission s on s.id = sp.submission_id and s.practice = false
  where sp.placement_id = p.id and sp.lti_user_id = m.lti_user_id)
  and not exists (
  select 1 from course_not_assigned n where n.resource_link_id = p.resource_link_id and n.lti_user_id = m.lti_user_id);

-- Who is on the roster of the course, has not begun at a place, and is not given its link.
create view journey_not_asked as
select p.id as placement_id, p.tenant_id, n.lti_user_id as account_id
from course_placement p
join course_not_assigned n on n.resource_link_id = p.resource_link_id and n.tenant_id = p.tenant_id
join course_roster_member m on m.context_id = p.context_id and m.tenant_id = p.tenant_id
  and m.lti_user_id = n.lti_user_id and m.staff = false and m.left_at is null
where not exists (
  select 1 from submission_place sp join submission s on s.id = sp.submission_id and s.practice = false
  where sp.placement_id = p.id and sp.lti_user_id = n.lti_user_id);
