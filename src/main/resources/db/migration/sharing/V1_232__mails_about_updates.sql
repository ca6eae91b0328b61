-- Who was written to about which update, once. A row comes before the mail, so that nobody gets it twice.
create table sharing_update_mail (
  adoption_id uuid not null references sharing_adoption (id),
  version varchar(30) not null,
  staff_id uuid not null,
  tried_at timestamp with time zone not null,
  primary key (adoption_id, version, staff_id)
);

-- Whoever wants no more of them, and the secret by which their mails say so.
create table sharing_mail_reader (
  staff_id uuid not null primary key,
  secret varchar(64) not null unique,
  unsubscribed_at timestamp with time zone
);
