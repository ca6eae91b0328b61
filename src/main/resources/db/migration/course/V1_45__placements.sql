-- A link keeps the version it was first seen with, whatever is published later.
create table course_placement (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  context_id uuid not null,
  resource_link_id uuid not null,
  version_id uuid not null references catalog_version (id),
  created_at timestamp with time zone not null
);
create unique index course_placement_by_link on course_placement (resource_link_id, tenant_id);
create index course_placement_by_context on course_placement (tenant_id, context_id, created_at);
