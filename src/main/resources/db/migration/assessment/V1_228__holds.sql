-- A case that a lead has put on hold: nobody is given it, nobody hands in a rating of it, and its clock stands still. Rows are
-- only added, and released once. clock_from: when the clock stopped, which an earlier hold may have done. flag_id: of the
-- doubt that the earner is asked about; null for other reasons.
create table assessment_hold (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  case_id uuid not null references assessment_case (id),
  because varchar(16) not null,
  flag_id uuid references assessment_flag (id),
  words text not null,
  held_by uuid,
  held_at timestamp with time zone not null,
  clock_from timestamp with time zone not null,
  until timestamp with time zone not null,
  released_by uuid,
  released_at timestamp with time zone,
  released_words text
);
create index assessment_hold_by_case on assessment_hold (case_id, released_at);
create index assessment_hold_by_tenant on assessment_hold (tenant_id, released_at, until);

-- Until now a question about a doubt was all there was.
insert into assessment_hold (id, tenant_id, case_id, because, flag_id, words, held_at, clock_from, until)
  select f.id, f.tenant_id, f.case_id, 'INTEGRITY', f.id, '', q.asked_at, q.asked_at, coalesce(q.answer_by, q.asked_at)
  from assessment_flag f join assessment_question q on q.about = f.id
  where f.state = 'ASKED';
