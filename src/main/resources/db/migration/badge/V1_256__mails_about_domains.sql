-- Since when a document at a domain is not as it has to be, and whether the issuer's officers were written to about it.
alter table badge_issuer_domain add column unsound_since timestamp with time zone;
alter table badge_issuer_domain add column told_at timestamp with time zone;

-- Whoever wants no more of these mails, and the secret by which their mails say so.
create table badge_mail_reader (
  staff_id uuid not null primary key,
  secret varchar(64) not null unique,
  unsubscribed_at timestamp with time zone
);
