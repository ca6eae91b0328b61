-- What reports count, one line a fact; the only places where reporting looks at the tables of others (docs/adr/0018).
-- Practice work is nobody's.

-- Steps that an earner takes once with a micro-credential. A first decision is FIRST_NOT_YET or FIRST_EARNED; LATER_EARNED
-- is earned after "not yet".
create view reporting_step as
select t.submission_id, s.tenant_id, s.version_id, s.earner_id, t.happened_at,
  case
    when t.from_state is null then 'STARTED'
    when t.to_state = 'SUBMITTED' then 'SUBMITTED'
    when t.to_state = 'NOT_YET' then 'FIRST_NOT_YET'
    when exists (
      select 1 from submission_transition e
      where e.submission_id = t.submission_id and e.to_state = 'NOT_YET' and e.happened_at < t.happened_at)
      then 'LATER_EARNED'
    else 'FIRST_EARNED'
  end as step
from submission_transition t
join submission s on s.id = t.submission_id and s.practice = false
where t.from_state is null
  or t.to_state = 'EARNED'
  or t.to_state in ('SUBMITTED', 'NOT_YET') and not exists (
    select 1 from submission_transition e
    where e.submission_id = t.submission_id and e.to_state = t.to_state and e.happened_at < t.happened_at);

-- States that ended: which, when, and since when it had been so.
create view reporting_stay as
select t.submission_id, s.tenant_id, s.version_id, t.from_state as state, t.happened_at as ended_at,
  (select max(e.happened_at) from submission_transition e
   where e.submission_id = t.submission_id and e.to_state = t.from_state and e.happened_at <= t.happened_at and e.id <> t.id)
    as began_at
from submission_transition t
join submission s on s.id = t.submission_id and s.practice = false
where t.from_state is not null;

-- From handing in to the decision on it.
create view reporting_turnaround as
select t.submission_id, s.tenant_id, s.version_id, t.happened_at as ended_at,
  (select max(e.happened_at) from submission_transition e
   where e.submission_id = t.submission_id and e.to_state = 'SUBMITTED' and e.happened_at <= t.happened_at) as began_at
from submission_transition t
join submission s on s.id = t.submission_id and s.practice = false
where t.to_state in ('EARNED', 'NOT_YET') and t.from_state in ('SUBMITTED', 'IN_SCORING');

-- Criteria as they were decided, without those that stood from an earlier attempt.
create view reporting_judgement as
select c.submission_id, c.attempt, c.tenant_id, c.version_id, d.decided_at, k.criterion_id, k.level_key, k.met, k.raters,
  k.adjudicated
from assessment_decision d
join assessment_case c on c.id = d.case_id
join assessment_decision_criterion k on k.case_id = d.case_id and k.reached_in = c.attempt;

-- Two independent ratings of one criterion.
create view reporting_pair as
select case_id, tenant_id, version_id, criterion_id, first_level, second_level, rated_at from assessment_double_rating;

-- What authorities said that a badge counts for, with the amounts as they were when they said so first.
create view reporting_recognised as
select c.tenant_id, c.person_id, a.version_id, c.authority, c.kind, c.unit, e.amount, e.happened_at
from recognition_claim_event e
join recognition_claim c on c.id = e.claim_id
left join badge_award a on a.credential_id = c.credential_id
where e.state = 'APPROVED' and not exists (
  select 1 from recognition_claim_event b
  where b.claim_id = e.claim_id and b.state = 'APPROVED' and b.number < e.number);

-- People who opened Laurel for the first time, without those who lead a course.
create view reporting_arrival as
select p.tenant_id, p.id as person_id, p.created_at
from person p
where not exists (
  select 1 from person_account a join course_roster_member m on m.lti_user_id = a.lti_user_id
  where a.person_id = p.id and m.tenant_id = p.tenant_id and m.staff = true);

create index submission_transition_by_time on submission_transition (happened_at);
create index assessment_decision_by_time on assessment_decision (decided_at);
create index assessment_double_rating_by_time on assessment_double_rating (rated_at);
create index recognition_claim_event_by_time on recognition_claim_event (state, happened_at);
create index person_by_arrival on person (created_at);
create index course_roster_member_by_account on course_roster_member (lti_user_id);

-- Days on which something happened that is not counted yet. Rows are only added, and go with the counting that saw them.
create table reporting_mark (
  id uuid not null primary key,
  day_of date not null,
  marked_at timestamp with time zone not null
);
create index reporting_mark_by_time on reporting_mark (marked_at);

-- How often what happened on a day. one and two say more, by measure:
--   STEP one = the step; ARRIVAL; PEOPLE one = the step, people whose first in this quarter of the year it was
--   STAY one = the state, two = how long; TURNAROUND two = how long
--   LEVEL one = criterion, two = level; MET one = criterion, two = met or not
--   PAIR one = criterion, two = first level > second level; DOUBLE, cases with two ratings
--   AGREE one = same or other, pairs on the same side of the cut or not
--   CLAIM, CLAIMANT and CREDIT one = authority, two = kind > unit; CREDIT in thousandths of the unit, CLAIMANT people
-- version_id is all f for what belongs to no micro-credential.
create table reporting_day (
  day_of date not null,
  tenant_id uuid not null,
  version_id uuid not null,
  measure varchar(16) not null,
  one varchar(100) not null,
  two varchar(340) not null,
  tally bigint not null,
  primary key (day_of, measure, version_id, tenant_id, one, two)
);

-- The same by month, and added up: tenant_id is all 0 for all districts together, version_id for all micro-credentials.
create table reporting_month (
  month_of date not null,
  tenant_id uuid not null,
  version_id uuid not null,
  measure varchar(16) not null,
  one varchar(100) not null,
  two varchar(340) not null,
  tally bigint not null,
  primary key (tenant_id, measure, version_id, month_of, one, two)
);
create index reporting_month_by_district on reporting_month (version_id, measure, month_of);

-- Used while a day is counted; whoever holds the row of reporting_turn counts.
create table reporting_fresh (
  tenant_id uuid not null,
  version_id uuid not null,
  measure varchar(16) not null,
  one varchar(100) not null,
  two varchar(340) not null,
  tally bigint not null
);
-- counted_at: until when all is counted; empty until everything from before this table has been. revision: grows whenever
-- a day was counted.
create table reporting_turn (
  id integer not null primary key,
  counted_at timestamp with time zone,
  revision bigint not null
);
insert into reporting_turn (id, revision) values (1, 0);
