-- When the people behind a case were made unknown; null until then.
alter table assessment_case add column anonymised_at timestamp with time zone;
create index assessment_case_by_age on assessment_case (anonymised_at, submitted_at);

-- By how many people at least each criterion of an earned submission was rated: said beside its badge for as long as that
-- is there, when the ratings are nobody's any more.
create table assessment_rated (
  submission_id uuid not null primary key,
  raters integer not null
);
