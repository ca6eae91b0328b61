-- The number that a person has with the authority, where it asks for it and they gave it; kept with the claim alone.
alter table recognition_claim add column educator_number varchar(60);

-- Whoever makes a file of an export waits here for the one before, so that no claim goes into two.
create table recognition_export_turn (
  export_name varchar(100) not null primary key
);

-- Every file that was made. It holds what its rows hold, for good.
create table recognition_export_run (
  id uuid not null primary key,
  export_name varchar(100) not null,
  export_version integer not null,
  authority varchar(60) not null,
  decided_from date,
  decided_to date not null,
  only_new boolean not null,
  claims integer not null,
  changes integer not null,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  made_name varchar(255) not null
);
create index recognition_export_run_by_export on recognition_export_run (export_name, made_at, id);

-- The districts whose claims are in a file: who does not look after all of them does not see it.
create table recognition_export_run_tenant (
  run_id uuid not null references recognition_export_run (id),
  tenant_id uuid not null references tenant (id),
  primary key (run_id, tenant_id)
);

-- A row of a file as it was written, as a list in JSON. change_of: a claim that was in an earlier file and has changed.
create table recognition_export_row (
  run_id uuid not null references recognition_export_run (id),
  position integer not null,
  tenant_id uuid not null references tenant (id),
  claim_id uuid not null references recognition_claim (id),
  change_of boolean not null,
  status varchar(20) not null,
  cells text not null,
  primary key (run_id, position)
);
create index recognition_export_row_by_claim on recognition_export_row (claim_id, run_id);

-- How a claim stood when an export told of it last, or when an officer said that the other system knows.
create table recognition_export_mark (
  export_name varchar(100) not null,
  claim_id uuid not null references recognition_claim (id),
  tenant_id uuid not null references tenant (id),
  status varchar(20) not null,
  exported_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_by uuid,
  primary key (export_name, claim_id)
);
create index recognition_export_mark_by_claim on recognition_export_mark (claim_id);
create index recognition_export_mark_by_status on recognition_export_mark (tenant_id, export_name, status);
