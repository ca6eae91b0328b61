-- Where other systems want to be told. Secrets are sealed; the one before lasts until previous_until.
create table webhook_endpoint (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  name varchar(200) not null,
  url varchar(2000) not null,
  types varchar(500) not null,
  authority varchar(60),
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  state varchar(20) not null,
  state_since timestamp with time zone not null,
  failures integer not null,
  failing_since timestamp with time zone,
  next_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  created_by varchar(255) not null
);
create index webhook_endpoint_by_tenant on webhook_endpoint (tenant_id, created_at);

-- What happened, once for each fact, with the text that everybody is sent.
create table webhook_message (
  id uuid not null primary key,
  tenant_id uuid not null,
  fact varchar(200) not null unique,
  type varchar(60) not null,
  authority varchar(60),
  body text not null,
  happened_at timestamp with time zone not null
);
create index webhook_message_by_tenant on webhook_message (tenant_id, happened_at, id);
create index webhook_message_by_age on webhook_message (happened_at);

create table webhook_delivery (
  id uuid not null primary key,
  endpoint_id uuid not null references webhook_endpoint (id),
  message_id uuid not null references webhook_message (id),
  number integer not null,
  state varchar(20) not null,
  attempts integer not null,
  due_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  unique (endpoint_id, message_id, number)
);
create index webhook_delivery_by_due on webhook_delivery (state, due_at);
create index webhook_delivery_by_endpoint on webhook_delivery (endpoint_id, created_at, id);

-- What came back each time.
create table webhook_attempt (
  delivery_id uuid not null references webhook_delivery (id),
  number integer not null,
  attempted_at timestamp with time zone not null,
  outcome varchar(20) not null,
  status integer,
  answer varchar(500),
  millis integer not null,
  primary key (delivery_id, number)
);
