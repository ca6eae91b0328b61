-- Which courses were made from which, nearest first by the time it was told.
create table course_copy (
  context_id uuid not null,
  origin_id uuid not null,
  tenant_id uuid not null references tenant (id),
  told_at timestamp with time zone not null,
  primary key (context_id, origin_id)
);
create index course_copy_by_tenant on course_copy (tenant_id);
