-- Who is on the roster of a course, once, whatever is placed there.
create view journey_course_member as
select m.context_id, m.tenant_id, m.lti_user_id as account_id, m.name
from course_roster_member m
where m.staff = false and m.left_at is null;

-- Work that was begun from a place of a course by somebody who is in it, as journey_cohort says it, without those who have not
-- begun: a page of a whole course would otherwise look at everybody in every place. on_roster: whether the roster names them.
create view journey_course_work as
select p.id as placement_id, p.tenant_id, sp.lti_user_id as account_id, m.name, s.id as submission_id, s.earner_id, s.state,
  s.since, case when m.lti_user_id is not null and m.left_at is null then true else false end as on_roster
from course_placement p
join submission_place sp on sp.placement_id = p.id
join submission s on s.id = sp.submission_id and s.practice = false
left join course_roster r on r.context_id = p.context_id
left join course_roster_member m on m.context_id = p.context_id and m.tenant_id = p.tenant_id
  and m.lti_user_id = sp.lti_user_id and m.staff = false
where (m.lti_user_id is not null and m.left_at is null)
  or (m.lti_user_id is not null and sp.opened_at > r.whole_at)
  or (m.lti_user_id is null and (r.whole_at is null or sp.opened_at > r.whole_at));
