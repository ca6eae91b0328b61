-- The year in which somebody's cycle ends with an authority, as they said last.
create table recognition_cycle (
  tenant_id uuid not null references tenant (id),
  person_id uuid not null,
  authority varchar(60) not null,
  ends integer not null,
  primary key (tenant_id, person_id, authority)
);
