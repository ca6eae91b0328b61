-- Two independent ratings of one criterion, as they were handed in and before anybody settled anything. Agreement is computed
-- from these rows alone, so that no page has to look through all ratings. Rows are only added.
create table assessment_double_rating (
  case_id uuid not null references assessment_case (id),
  criterion_id varchar(100) not null,
  tenant_id uuid not null references tenant (id),
  version_id uuid not null,
  first_rater uuid not null,
  second_rater uuid not null,
  first_level varchar(100) not null,
  second_level varchar(100) not null,
  rated_at timestamp with time zone not null,
  primary key (case_id, criterion_id)
);
create index assessment_double_rating_by_version on assessment_double_rating (tenant_id, version_id, rated_at);
create index assessment_double_rating_by_first on assessment_double_rating (first_rater, rated_at);
create index assessment_double_rating_by_second on assessment_double_rating (second_rater, rated_at);

insert into assessment_double_rating
  (case_id, criterion_id, tenant_id, version_id, first_rater, second_rater, first_level, second_level, rated_at)
select c.id, r1.criterion_id, c.tenant_id, c.version_id, f.staff_id, s.staff_id, r1.level_key, r2.level_key,
  case when f.done_at > s.done_at then f.done_at else s.done_at end
from assessment_case c
join assessment_seat f on f.case_id = c.id and f.seat = 'FIRST' and f.state = 'DONE'
join assessment_seat s on s.case_id = c.id and s.seat = 'SECOND' and s.state = 'DONE'
join assessment_rating r1 on r1.case_id = c.id and r1.rater_id = f.staff_id
join assessment_rating r2 on r2.case_id = c.id and r2.rater_id = s.staff_id and r2.criterion_id = r1.criterion_id
where r1.level_key is not null and r2.level_key is not null;
