-- Notices that were taken, so that one that comes twice has its effect once. No foreign keys: rows are short-lived.
create table lti_notice (
  id uuid not null primary key,
  registration_id uuid not null,
  notice_id varchar(255) not null,
  type varchar(255) not null,
  taken_at timestamp with time zone not null,
  unique (registration_id, notice_id)
);
create index lti_notice_by_time on lti_notice (taken_at);
