-- A first draft has no case yet: its hold names the submission and its version instead.
alter table assessment_hold alter column case_id drop not null;
alter table assessment_hold add column submission_id uuid;
alter table assessment_hold add column version_id uuid;
create index assessment_hold_by_submission on assessment_hold (submission_id, released_at);
