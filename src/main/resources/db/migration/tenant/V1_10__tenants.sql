create table tenant (
  id uuid not null primary key,
  name varchar(255) not null,
  created_at timestamp with time zone not null
);
create index tenant_by_name on tenant (name, created_at);
