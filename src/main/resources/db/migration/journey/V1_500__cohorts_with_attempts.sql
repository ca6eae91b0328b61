-- With the attempt, so that who counts a course need not join all submissions there are a second time.
create or replace view journey_cohort as
select p.id as placement_id, p.tenant_id, m.lti_user_id as account_id, m.name,
  case when m.left_at is null or sp.opened_at > r.whole_at then 'IN' else 'LEFT' end as standing, m.left_at,
  s.id as submission_id, s.earner_id, s.state, s.since, s.attempt
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
  cast(null as timestamp with time zone), s.id, s.earner_id, s.state, s.since, s.attempt
from course_placement p
join submission_place sp on sp.placement_id = p.id
join submission s on s.id = sp.submission_id and s.practice = false
left join course_roster r on r.context_id = p.context_id
where not exists (
  select 1 from course_roster_member m
  where m.context_id = p.context_id and m.lti_user_id = sp.lti_user_id and m.staff = false);
