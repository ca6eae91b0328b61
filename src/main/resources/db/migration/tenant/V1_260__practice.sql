-- What a programme does otherwise than its installation. Rows are only added: the newest one of a name holds, and all of them
-- together are the history. A change has a number of its own in its tenant, so that of two people who change at once one hears
-- of the other.
create table tenant_practice_change (
  tenant_id uuid not null references tenant (id),
  number integer not null,
  changed_by uuid not null,
  changed_at timestamp with time zone not null,
  primary key (tenant_id, number)
);

-- setting_name: as the installation's properties are called. setting_value: as they are written; absent where the
-- installation's holds again.
create table tenant_practice_value (
  tenant_id uuid not null,
  number integer not null,
  setting_name varchar(100) not null,
  setting_value varchar(8000),
  primary key (tenant_id, number, setting_name),
  foreign key (tenant_id, number) references tenant_practice_change (tenant_id, number)
);
