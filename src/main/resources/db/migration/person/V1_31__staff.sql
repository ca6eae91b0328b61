create table staff_account (
  id uuid not null primary key,
  login varchar(100) not null,
  display_name varchar(200) not null,
  password_hash varchar(200) not null,
  operator boolean not null,
  state varchar(20) not null,
  created_at timestamp with time zone not null
);
create unique index staff_account_by_login on staff_account (login);

create table staff_grant (
  staff_id uuid not null references staff_account (id),
  tenant_id uuid not null references tenant (id),
  role varchar(30) not null,
  granted_at timestamp with time zone not null,
  primary key (staff_id, tenant_id, role)
);
create index staff_grant_by_tenant on staff_grant (tenant_id, role, staff_id);

-- Keys are hashes of login and address, so that the table tells nobody who tried to sign in from where.
create table staff_sign_in_try (
  key_hash varchar(64) not null primary key,
  tries integer not null,
  since timestamp with time zone not null
);
create index staff_sign_in_try_by_age on staff_sign_in_try (since);
