-- Uploads that are under way. What has arrived is what this table says; bytes in the store beyond it are not known to be
-- right and are sent again. finished_at: the file is in the portfolio; kept a while for a browser that missed the answer.
create table submission_upload (
  id uuid not null primary key,
  submission_id uuid not null references submission (id),
  artefact_id varchar(100) not null,
  own_name varchar(255) not null,
  fingerprint varchar(100),
  bytes bigint not null,
  received bigint not null,
  begun_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  finished_at timestamp with time zone
);
create index submission_upload_by_submission on submission_upload (submission_id, artefact_id, id);
create index submission_upload_by_expiry on submission_upload (expires_at);
