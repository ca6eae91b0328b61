-- Letters that tell the earner of a badge made of badges what becomes of it: each once. Addresses are read when it is sent and
-- kept nowhere. about: as in the news, the moment that it speaks of. state: OWED, SENDING, SENT, or NOT_SENT with a reason.
create table wallet_composition_letter (
  credential_id varchar(64) not null,
  kind varchar(20) not null,
  about timestamp with time zone not null,
  tenant_id uuid not null,
  state varchar(10) not null,
  problem varchar(20),
  owed_at timestamp with time zone not null,
  looked_at timestamp with time zone not null,
  primary key (credential_id, kind, about)
);
create index wallet_composition_letter_owed on wallet_composition_letter (state, looked_at);
