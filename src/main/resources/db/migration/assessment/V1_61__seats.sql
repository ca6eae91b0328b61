-- One rating that a case needs: a first, maybe a second beside it, maybe a third that settles what those two dispute.
create table assessment_seat (
  case_id uuid not null references assessment_case (id),
  seat varchar(16) not null,
  tenant_id uuid not null references tenant (id),
  state varchar(16) not null,
  due_at timestamp with time zone not null,
  staff_id uuid,
  -- what this rating alone comes to, once it is handed in
  done_at timestamp with time zone,
  earned boolean,
  criteria_met integer,
  criteria_required integer,
  primary key (case_id, seat)
);
create index assessment_seat_queue on assessment_seat (tenant_id, state, due_at);
create index assessment_seat_by_staff on assessment_seat (staff_id, state, done_at);

-- Until now every case had one seat, and who held it stood in its open assignment.
insert into assessment_seat (case_id, seat, tenant_id, state, due_at)
  select id, 'FIRST', tenant_id, 'WAITING', due_at from assessment_case where state = 'WAITING';
insert into assessment_seat (case_id, seat, tenant_id, state, due_at, staff_id)
  select c.id, 'FIRST', c.tenant_id, 'HELD', c.due_at, a.staff_id
  from assessment_case c join assessment_assignment a on a.case_id = c.id and a.released_at is null
  where c.state = 'IN_SCORING';
insert into assessment_seat (case_id, seat, tenant_id, state, due_at, staff_id, done_at, earned, criteria_met, criteria_required)
  select c.id, 'FIRST', c.tenant_id, 'DONE', c.due_at, d.decided_by, d.decided_at, d.earned, d.criteria_met, d.criteria_required
  from assessment_case c join assessment_decision d on d.case_id = c.id;

-- How many people rated a criterion independently, and whether another had to settle it. So far it was always one.
alter table assessment_decision_criterion add column raters integer default 1 not null;
alter table assessment_decision_criterion add column adjudicated boolean default false not null;

-- One row for everybody who has taken something: two presses of one person wait for each other on it.
create table assessment_desk (
  staff_id uuid not null primary key
);
