-- After how many days without a step somebody counts as stuck in a course, where who leads it has said.
create table journey_stuck_bound (
  tenant_id uuid not null references tenant (id),
  context_id uuid not null,
  days integer not null,
  primary key (tenant_id, context_id)
);
