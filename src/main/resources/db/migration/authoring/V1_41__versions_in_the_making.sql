-- The tenant whose people write the versions of an item; whoever drafts its first version.
create table authoring_item (
  item_id varchar(100) not null primary key,
  tenant_id uuid not null references tenant (id)
);

create table authoring_version (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  item_id varchar(100) not null references authoring_item (item_id),
  version varchar(30) not null,
  title varchar(300) not null,
  content text not null,
  revision integer not null,
  state varchar(20) not null,
  state_since timestamp with time zone not null,
  retires_on timestamp with time zone,
  changed_at timestamp with time zone not null
);
create unique index authoring_version_by_name on authoring_version (item_id, version);
create index authoring_version_by_tenant on authoring_version (tenant_id, changed_at, id);
create index authoring_version_by_end on authoring_version (state, retires_on);

-- Whoever wrote a word of a version; none of them publishes it.
create table authoring_writer (
  version_id uuid not null references authoring_version (id),
  staff_id uuid not null,
  primary key (version_id, staff_id)
);

-- Who moved a version when and why, for good.
create table authoring_audit (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  version_id uuid not null references authoring_version (id),
  happened_at timestamp with time zone not null,
  staff_id uuid,
  action varchar(20) not null,
  reason varchar(2000) not null
);
create index authoring_audit_by_version on authoring_audit (version_id, happened_at, id);
