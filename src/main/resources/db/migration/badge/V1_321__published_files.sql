-- Files of their evidence that earners show to everybody, with the words that they said yes to. A row stays when it is
-- withdrawn, so that its address can say that something was there; name and size go.
create table badge_published_file (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  submission_id uuid not null,
  attempt integer not null,
  file_id uuid not null,
  name varchar(500),
  bytes bigint not null,
  wording varchar(20) not null,
  locale varchar(20) not null,
  published_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone
);
create index badge_published_file_by_submission on badge_published_file (tenant_id, submission_id, withdrawn_at);
