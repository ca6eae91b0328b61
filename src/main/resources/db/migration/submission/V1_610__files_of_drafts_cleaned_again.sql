-- What a file of a draft was before today's rules took more out of it: a checksum that somebody wrote down leads to the
-- bytes that were handed in. Rows are only added, and go with the file.
create table submission_cleaned_again (
  id uuid not null primary key,
  file_id uuid not null references submission_file (id) on delete cascade,
  tenant_id uuid not null references tenant (id),
  rules_before integer not null,
  rules integer not null,
  sha256_before varchar(64) not null,
  sha256 varchar(64) not null,
  bytes_before bigint not null,
  cleaned_at timestamp with time zone not null
);
create index submission_cleaned_again_by_file on submission_cleaned_again (file_id, cleaned_at);
