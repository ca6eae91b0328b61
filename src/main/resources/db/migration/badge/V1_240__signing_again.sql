-- Which of its issuer's keys signed a text. Empty for what was signed before this was kept: it is read out of the text when
-- it matters.
alter table badge_award add column key_number integer;
create index badge_award_by_key on badge_award (issuer_id, key_number);
alter table badge_award_jwt add column key_number integer;

-- How far the badges under one identifier of an issuer are, after keys up to these numbers came to be known to others.
-- Once it is done, those keys are no longer published for that identifier.
create table badge_signing_again (
  issuer_id uuid not null references badge_issuer (id),
  did varchar(500) not null,
  exposed_key integer not null,
  exposed_jwt_key integer not null,
  signed_again integer default 0 not null,
  begun_at timestamp with time zone not null,
  done_at timestamp with time zone,
  primary key (issuer_id, did, exposed_key)
);

create table badge_signing_again_failed (
  credential_id varchar(64) not null primary key,
  tries integer not null,
  first_at timestamp with time zone not null,
  next_at timestamp with time zone not null
);
