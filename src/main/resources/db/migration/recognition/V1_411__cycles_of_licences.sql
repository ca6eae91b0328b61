-- The year in which somebody's cycle ends for one license type of an authority, where it is another than the one that they
-- said for the authority at large (recognition_cycle).
create table recognition_licence_cycle (
  tenant_id uuid not null references tenant (id),
  person_id uuid not null,
  authority varchar(60) not null,
  licence varchar(300) not null,
  ends integer not null,
  primary key (tenant_id, person_id, authority, licence)
);

-- For which license type a claim was made; absent where its rule names none, and for claims from before this column.
alter table recognition_claim add column licence varchar(300);
