-- Mails that tell somebody in time what becomes of their work: each once. The address is read when it is sent and kept nowhere.
-- about: the moment that it speaks of, so that a later day is told anew. state: OWED, SENDING, SENT, or NOT_SENT with a reason.
create table journey_notice (
  submission_id uuid not null,
  kind varchar(20) not null,
  about timestamp with time zone not null,
  tenant_id uuid not null,
  state varchar(10) not null,
  tries integer not null,
  problem varchar(20),
  owed_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  primary key (submission_id, kind, about)
);
create index journey_notice_owed on journey_notice (state, owed_at);
