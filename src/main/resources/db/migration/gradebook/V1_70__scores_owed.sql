-- Where each submission stands, as the news of it said. version grows with every news that counted.
create table gradebook_submission (
  submission_id uuid not null primary key,
  version bigint not null,
  attempt integer not null,
  step varchar(20) not null,
  step_at timestamp with time zone,
  submitted_at timestamp with time zone,
  decided_attempt integer not null,
  decided_at timestamp with time zone,
  earned boolean,
  criteria_met integer,
  criteria_required integer,
  best_percent double precision
);

-- One row for each place that a submission was opened from: what its platform is owed, and what it has been told.
create table gradebook_place (
  id uuid not null primary key,
  submission_id uuid not null references gradebook_submission (submission_id),
  tenant_id uuid not null references tenant (id),
  placement_id uuid not null,
  resource_link_id uuid not null,
  user_id uuid not null,
  locale varchar(20),
  state varchar(30) not null,
  since timestamp with time zone not null,
  told_version bigint not null,
  told_decision integer not null,
  tries integer not null,
  next_try_at timestamp with time zone,
  claimed_until timestamp with time zone,
  last_timestamp timestamp with time zone,
  reason varchar(40),
  unique (submission_id, placement_id)
);
create index gradebook_place_by_next_try on gradebook_place (state, next_try_at);
create index gradebook_place_by_placement on gradebook_place (tenant_id, placement_id, submission_id);
create index gradebook_place_by_account on gradebook_place (resource_link_id, user_id);
