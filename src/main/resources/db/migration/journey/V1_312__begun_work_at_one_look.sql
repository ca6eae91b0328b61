-- As before, with what a page of a whole course asks of a piece of work beside where it stands: a second look at each of thousands
-- of rows would cost as much as the first. That they are of one tenant is said of the submissions too: of a state's, those of others
-- need no look then.
create or replace view journey_course_work as
select p.id as placement_id, p.tenant_id, sp.lti_user_id as account_id, m.name, s.id as submission_id, s.earner_id, s.state,
  s.since, case when m.lti_user_id is not null and m.left_at is null then true else false end as on_roster, s.attempt,
  s.promised_by, s.expected_by
from course_placement p
join submission_place sp on sp.placement_id = p.id
join submission s on s.id = sp.submission_id and s.tenant_id = p.tenant_id and s.practice = false
left join course_roster r on r.context_id = p.context_id
left join course_roster_member m on m.context_id = p.context_id and m.tenant_id = p.tenant_id
  and m.lti_user_id = sp.lti_user_id and m.staff = false
where (m.lti_user_id is not null and m.left_at is null)
  or (m.lti_user_id is not null and sp.opened_at > r.whole_at)
  or (m.lti_user_id is null and (r.whole_at is null or sp.opened_at > r.whole_at));
