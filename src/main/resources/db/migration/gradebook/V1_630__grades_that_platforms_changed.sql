-- What arrived last, in percent, as far as that is sure: what a gradebook holds instead of it somebody there has entered.
alter table gradebook_place add column told_percent double precision;
update gradebook_place set told_percent =
  (select s.best_percent from gradebook_submission s where s.submission_id = gradebook_place.submission_id
   and s.decided_attempt = gradebook_place.told_decision)
  where state = 'DELIVERED' and told_decision > 0;
