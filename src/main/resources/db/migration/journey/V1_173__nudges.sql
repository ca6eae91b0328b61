-- Mails that remind somebody of work that rests. The address is read when the mail is sent and kept nowhere here.
-- state: OWED until it is sent, SENDING while it is, SENT, or NOT_SENT with a reason.
create table journey_nudge (
  id uuid not null primary key,
  tenant_id uuid not null,
  context_id uuid not null,
  person_id uuid not null,
  submission_id uuid not null,
  version_id uuid not null,
  resting_since timestamp with time zone not null,
  sent_by uuid not null,
  asked_at timestamp with time zone not null,
  state varchar(16) not null,
  problem varchar(30),
  settled_at timestamp with time zone
);
create index journey_nudge_by_person on journey_nudge (tenant_id, person_id, asked_at);
create index journey_nudge_by_course on journey_nudge (tenant_id, context_id, asked_at, id);

-- Whoever wants no more of them, and the secret by which their mails say so.
create table journey_nudge_reader (
  tenant_id uuid not null,
  person_id uuid not null,
  secret varchar(64) not null unique,
  unsubscribed_at timestamp with time zone,
  primary key (tenant_id, person_id)
);
