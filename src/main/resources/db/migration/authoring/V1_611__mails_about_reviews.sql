-- Who was written to about which step of a version, once. A row comes before the mail, so that nobody gets it twice.
create table authoring_review_mail (
  step_id uuid not null references authoring_audit (id),
  staff_id uuid not null,
  tenant_id uuid not null references tenant (id),
  tried_at timestamp with time zone not null,
  primary key (step_id, staff_id)
);

-- Whoever wants no more of them, and the secret by which their mails say so.
create table authoring_mail_reader (
  staff_id uuid not null primary key,
  secret varchar(64) not null unique,
  unsubscribed_at timestamp with time zone
);
