-- As before, without drafts that leads keep on hold: their earners cannot hand them in, and are not late.
create or replace view journey_not_handed_in as
select w.placement_id, w.tenant_id, w.account_id, w.name, w.submission_id, w.earner_id, w.state, w.since, d.due_at
from journey_course_work w
join course_dates d on d.placement_id = w.placement_id and d.due_at is not null
join submission_attempt a on a.submission_id = w.submission_id and a.attempt = 1 and a.submitted_at is null
where w.state = 'DRAFT'
  and not exists (select 1 from journey_on_hold h where h.tenant_id = w.tenant_id and h.work_id = w.submission_id)
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

-- Work that its earner could not hand in for a while, now or before: the window of its version has moved for it.
create view journey_held_back as
select h.tenant_id, coalesce(c.submission_id, h.submission_id) as work_id
from assessment_hold h
left join assessment_case c on c.id = h.case_id
where h.with_earner = true;
