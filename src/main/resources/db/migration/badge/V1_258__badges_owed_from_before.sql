-- Badges were owed by a published event before, and by a row only after a first failure. What is outstanding of either
-- becomes a row that says all that signing needs; nobody listens for those events any more.
insert into badge_unsigned (submission_id, tenant_id, name, problem, tries, first_at, last_at)
  select distinct c.submission_id, c.tenant_id, '?', 'none', 0, current_timestamp, current_timestamp
  from assessment_case c join assessment_decision d on d.case_id = c.id and d.earned = true
  where not exists (select 1 from badge_award a where a.submission_id = c.submission_id)
    and exists (select 1 from event_publication e where e.listener_id like 'dev.laurel.badge.IssueWhenEarned.%'
      and e.serialized_event like '%' || cast(c.submission_id as varchar(36)) || '%')
  on conflict do nothing;

update badge_unsigned set
  version_id = (select c.version_id from assessment_case c join assessment_decision d on d.case_id = c.id
    where c.submission_id = badge_unsigned.submission_id and d.earned = true
    order by d.decided_at desc fetch first 1 rows only),
  attempt = (select max(c.attempt) from assessment_case c join assessment_decision d on d.case_id = c.id
    where c.submission_id = badge_unsigned.submission_id and d.earned = true),
  decided_at = (select max(d.decided_at) from assessment_case c join assessment_decision d on d.case_id = c.id
    where c.submission_id = badge_unsigned.submission_id and d.earned = true),
  next_at = current_timestamp
  where version_id is null
    and exists (select 1 from assessment_case c join assessment_decision d on d.case_id = c.id
      where c.submission_id = badge_unsigned.submission_id and d.earned = true);

delete from event_publication where listener_id like 'dev.laurel.badge.IssueWhenEarned.%';
