-- Frameworks of standards that a tenant's authors brought in (CASE 1.0), to pick alignments from.
create table authoring_framework (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  identifier varchar(100) not null,
  title varchar(300) not null,
  source varchar(2000) not null,
  items integer not null,
  taken_at timestamp with time zone not null,
  taken_by uuid not null
);
create unique index authoring_framework_by_tenant on authoring_framework (tenant_id, identifier);

-- Its items in the order in which people read them; folded: code and statement without capitals and accents.
create table authoring_framework_item (
  framework_id uuid not null references authoring_framework (id),
  place integer not null,
  depth integer not null,
  code varchar(100) not null,
  statement varchar(2000) not null,
  kind varchar(100) not null,
  levels varchar(200) not null,
  address varchar(2000) not null,
  folded varchar(2200) not null,
  primary key (framework_id, place)
);
