-- Two tenants score a share of each other's submissions, once leads of both have agreed. Days are of UTC, the last one included.
create table sharing_double_scoring (
  id uuid not null primary key,
  proposer_id uuid not null references tenant (id),
  partner_id uuid not null references tenant (id),
  proposer_item varchar(100) not null,
  partner_item varchar(100) not null,
  share integer not null,
  from_day date not null,
  until_day date not null,
  state varchar(16) not null,
  proposed_at timestamp with time zone not null,
  proposed_by uuid not null,
  agreed_at timestamp with time zone,
  agreed_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  ended_side uuid
);
create index sharing_double_scoring_by_proposer on sharing_double_scoring (proposer_id, state);
create index sharing_double_scoring_by_partner on sharing_double_scoring (partner_id, state);

-- That an earner said yes, to which words, and when they took it back. A new yes is a new row.
create table sharing_consent (
  id uuid not null primary key,
  agreement_id uuid not null references sharing_double_scoring (id),
  tenant_id uuid not null references tenant (id),
  submission_id uuid not null,
  wording varchar(20) not null,
  locale varchar(35) not null,
  given_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone
);
create index sharing_consent_by_submission on sharing_consent (submission_id, agreement_id);

-- Chance is asked once for each submission, however often the news arrives.
create table sharing_lot (
  submission_id uuid not null,
  agreement_id uuid not null references sharing_double_scoring (id),
  drawn boolean not null,
  cast_at timestamp with time zone not null,
  primary key (submission_id, agreement_id)
);
