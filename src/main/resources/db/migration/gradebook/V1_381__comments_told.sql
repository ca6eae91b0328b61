-- Names the comment that has arrived last, so that a platform that adds each to those before is told it once. What is delivered and
-- settled has arrived with the comment of its decision.
alter table gradebook_place add column told_comment varchar(100);
update gradebook_place set told_comment = (
  select case when s.earned then cast(s.decided_attempt as varchar(20)) || ' earned'
    else cast(s.decided_attempt as varchar(20)) || ' not-yet ' || cast(s.criteria_met as varchar(20)) || '/'
      || cast(s.criteria_required as varchar(20)) end
  from gradebook_submission s where s.submission_id = gradebook_place.submission_id)
where state = 'DELIVERED' and told_decision > 0 and exists (
  select 1 from gradebook_submission s where s.submission_id = gradebook_place.submission_id
    and s.decided_attempt = gradebook_place.told_decision);
