create table lti_registration (
  id uuid not null primary key,
  issuer varchar(255) not null,
  client_id varchar(255) not null,
  authorization_endpoint varchar(2000) not null,
  token_endpoint varchar(2000) not null,
  jwks_uri varchar(2000) not null,
  token_audience varchar(2000),
  platform_origin varchar(300),
  product_family varchar(100),
  platform_version varchar(255),
  platform_name varchar(255),
  scopes varchar(4000) not null,
  home_tenant_id uuid not null references tenant (id),
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  unique (issuer, client_id)
);

create table lti_deployment (
  id uuid not null primary key,
  registration_id uuid not null references lti_registration (id),
  deployment_id varchar(255) not null,
  tenant_id uuid not null references tenant (id),
  state varchar(20) not null,
  created_at timestamp with time zone not null,
  unique (registration_id, deployment_id)
);
create index lti_deployment_by_tenant on lti_deployment (tenant_id);

create table lti_tool_key (
  ordinal integer not null primary key,
  kid varchar(100) not null unique,
  public_jwk varchar(4000) not null,
  sealed_private_key bytea not null,
  published_from timestamp with time zone not null,
  signs_from timestamp with time zone not null,
  signs_until timestamp with time zone,
  published_until timestamp with time zone
);

create table lti_invitation (
  id uuid not null primary key,
  secret_hash varchar(64) not null unique,
  tenant_id uuid not null references tenant (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  spent_at timestamp with time zone
);
create index lti_invitation_by_tenant on lti_invitation (tenant_id, created_at);
