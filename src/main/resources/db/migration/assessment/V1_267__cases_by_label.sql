-- The name that people say to each other, to find a case by. Cases from before this have none, and are found by looking through.
alter table assessment_case add column label varchar(7);
create index assessment_case_by_label on assessment_case (label, tenant_id, state);
