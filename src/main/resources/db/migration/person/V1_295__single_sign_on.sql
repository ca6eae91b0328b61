-- Where staff sign in with an account of their own organisation (OpenID Connect), for one district or, without a tenant, for
-- all. The secret is sealed; domains: mail domains whose addresses the provider vouches for, with blanks between them.
create table staff_provider (
  id uuid not null primary key,
  tenant_id uuid references tenant (id),
  name varchar(100) not null,
  issuer varchar(500) not null,
  client_id varchar(300) not null,
  client_secret bytea,
  domains varchar(1000) not null,
  active boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid not null references staff_account (id)
);
create index staff_provider_by_tenant on staff_provider (tenant_id);
create index staff_provider_by_name on staff_provider (active, name, id);

-- Which account somebody at a provider signs in to. issuer is what the provider was called when they were bound: nobody comes in
-- under another one. bound_by: INVITATION, OWN_PAGE or ADDRESS.
create table staff_identity (
  provider_id uuid not null references staff_provider (id),
  subject varchar(255) not null,
  issuer varchar(500) not null,
  staff_id uuid not null references staff_account (id),
  bound_by varchar(20) not null,
  bound_at timestamp with time zone not null,
  used_at timestamp with time zone,
  primary key (provider_id, subject)
);
create unique index staff_identity_of_staff on staff_identity (staff_id, provider_id);

-- Answers of providers that were taken, so that none is taken twice.
create table staff_sign_in_answer (
  state_hash varchar(64) not null primary key,
  taken_at timestamp with time zone not null
);
create index staff_sign_in_answer_by_age on staff_sign_in_answer (taken_at);

-- Who signs in with their organisation's account alone has none.
alter table staff_account alter column password_hash drop not null;
