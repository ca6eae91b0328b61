create table person (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  name varchar(255),
  email varchar(255),
  profile_at timestamp with time zone not null,
  created_at timestamp with time zone not null
);
create index person_by_tenant on person (tenant_id, id);

-- Several accounts may stand for one person. One account may be seen in two tenants, as two persons.
create table person_account (
  lti_user_id uuid not null,
  tenant_id uuid not null references tenant (id),
  person_id uuid not null references person (id),
  primary key (lti_user_id, tenant_id)
);
create index person_account_by_person on person_account (person_id);
