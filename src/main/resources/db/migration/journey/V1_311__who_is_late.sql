-- Who has not handed in what has a date: begun and never handed in, or on the roster and not begun. Read place by place.
create view journey_not_handed_in as
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
  where sp.placement_id = p.id and sp.lti_user_id = m.lti_user_id);

-- What a page of a whole course asks of a piece of work beside where it stands: what its earner was promised, and whether it was
-- ever handed in. The first attempt alone can be without.
create view journey_promise as
select s.id as work_id, s.promised_by, s.expected_by, s.attempt, a.submitted_at as handed_in_at
from submission s
left join submission_attempt a on a.submission_id = s.id and a.attempt = s.attempt;
