-- Schools as people name them; name_key tells no spelling of one school from another.
create table tenant_school (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  name varchar(200) not null,
  name_key varchar(200) not null,
  added_at timestamp with time zone not null,
  unique (tenant_id, name_key)
);
