alter table authoring_version add column changed_by uuid;

-- What editors took out of a draft or wrote over, for as long as it is a draft: put back with one press.
create table authoring_kept (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  version_id uuid not null references authoring_version (id),
  section varchar(20) not null,
  what varchar(20) not null,
  label varchar(200) not null,
  list varchar(100) not null,
  part varchar(50) not null,
  place integer not null,
  content text not null,
  kept_at timestamp with time zone not null,
  staff_id uuid not null
);
create index authoring_kept_by_version on authoring_kept (version_id, kept_at, id);
