-- due_at of a case is what the earner was told last; undatable while too few people may rate it to name a date at all.
alter table assessment_case add column undatable boolean default false not null;
create index assessment_case_by_due on assessment_case (state, due_at, id);
create index assessment_seat_by_due on assessment_seat (state, due_at, case_id);
