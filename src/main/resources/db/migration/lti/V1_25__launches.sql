-- Symmetric keys that all nodes share, sealed under the master key.
create table lti_secret (
  purpose varchar(100) not null primary key,
  sealed bytea not null,
  created_at timestamp with time zone not null
);

-- One account at one platform, kept apart by tenant: districts may share issuer and client id.
create table lti_user (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  registration_id uuid not null references lti_registration (id),
  subject varchar(255) not null,
  name varchar(500),
  given_name varchar(500),
  family_name varchar(500),
  email varchar(500),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unique (registration_id, tenant_id, subject)
);
create index lti_user_by_tenant on lti_user (tenant_id);

-- platform_id is context.id of the launches.
create table lti_context (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  deployment_id uuid not null references lti_deployment (id),
  platform_id varchar(255) not null,
  label varchar(1000),
  title varchar(1000),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unique (deployment_id, platform_id)
);
create index lti_context_by_tenant on lti_context (tenant_id);

-- platform_id is resource_link.id of the launches. What the platform said of its score service is kept as it was said.
create table lti_resource_link (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  deployment_id uuid not null references lti_deployment (id),
  context_id uuid references lti_context (id),
  platform_id varchar(255) not null,
  title varchar(1000),
  lineitem_url varchar(2000),
  lineitems_url varchar(2000),
  ags_scopes varchar(2000),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unique (deployment_id, platform_id)
);
create index lti_resource_link_by_context on lti_resource_link (context_id);
create index lti_resource_link_by_tenant on lti_resource_link (tenant_id);

-- The launches of the last day. Inserting the nonce is what spends it. No foreign keys: these rows are many, short-lived
-- and read only together with the rows they point to.
create table lti_launch (
  id uuid not null primary key,
  tenant_id uuid not null,
  registration_id uuid not null,
  deployment_id uuid not null,
  user_id uuid not null,
  context_id uuid,
  resource_link_id uuid,
  nonce varchar(64) not null unique,
  window_hash bytea not null,
  message varchar(40) not null,
  roles text not null,
  custom text,
  deep_linking text,
  locale varchar(20) not null,
  return_url varchar(4000),
  frame_ancestors varchar(2000) not null,
  launched_at timestamp with time zone not null
);
create index lti_launch_by_time on lti_launch (launched_at);
