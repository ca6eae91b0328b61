-- What the platform's gradebook was found to hold instead of what was told: OTHER with its percent, NONE; null when it is as
-- told, or was not looked at since.
alter table gradebook_place add column found varchar(20);
alter table gradebook_place add column found_percent double precision;
create index gradebook_place_by_finding on gradebook_place (registration_id, found);

-- One row for each link with grades: when its column is compared next, and what came of the last time.
create table gradebook_check (
  resource_link_id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  placement_id uuid not null,
  registration_id uuid not null,
  next_check_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  checked_at timestamp with time zone,
  failures integer not null,
  reason varchar(40)
);
create index gradebook_check_by_time on gradebook_check (next_check_at);
create index gradebook_check_by_placement on gradebook_check (tenant_id, placement_id);
insert into gradebook_check (resource_link_id, tenant_id, placement_id, registration_id, next_check_at, failures)
  select distinct resource_link_id, tenant_id, placement_id, registration_id, current_timestamp, 0
  from gradebook_place where registration_id is not null
  on conflict do nothing;
