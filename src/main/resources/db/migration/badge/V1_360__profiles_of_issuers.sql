-- Who an issuer is, beyond its name. revision counts changes, so that two people at once do not undo each other's. An issuer
-- with a tenant is looked after by that one's officers alone; without one, by those of every tenant that has badges of it.
alter table badge_issuer add column description varchar(2000);
alter table badge_issuer add column country varchar(2);
alter table badge_issuer add column parent_name varchar(255);
alter table badge_issuer add column parent_url varchar(2000);
alter table badge_issuer add column logo integer;
alter table badge_issuer add column tenant_id uuid;
alter table badge_issuer add column revision integer default 1 not null;
create index badge_issuer_by_tenant on badge_issuer (tenant_id);

-- Every name by which a micro-credential may mean it: the one that it has now and those that it had.
create table badge_issuer_name (
  name varchar(255) not null primary key,
  issuer_id uuid not null references badge_issuer (id)
);
create index badge_issuer_name_by_issuer on badge_issuer_name (issuer_id);
insert into badge_issuer_name (name, issuer_id) select name, id from badge_issuer;

-- What was signed names the logo of its day, so each stays.
create table badge_issuer_logo (
  issuer_id uuid not null references badge_issuer (id),
  number integer not null,
  png bytea not null,
  added_at timestamp with time zone not null,
  primary key (issuer_id, number)
);

-- The profile as it was before each change.
create table badge_issuer_change (
  issuer_id uuid not null references badge_issuer (id),
  revision integer not null,
  name varchar(255) not null,
  description varchar(2000),
  contact varchar(255),
  url varchar(2000),
  colour varchar(7) not null,
  accent varchar(7) not null,
  country varchar(2),
  parent_name varchar(255),
  parent_url varchar(2000),
  logo integer,
  changed_by uuid not null,
  changed_at timestamp with time zone not null,
  primary key (issuer_id, revision)
);
