-- Which recognition officer was looked at on which day, so that there is one mail a day at most, whichever node looks.
create table journey_officer_mail (
  staff_id uuid not null,
  day_of date not null,
  looked_at timestamp with time zone not null,
  primary key (staff_id, day_of)
);
create index journey_officer_mail_by_day on journey_officer_mail (day_of);

-- Whoever wants no more of these mails, and the secret by which their mails say so.
create table journey_officer_mail_reader (
  staff_id uuid not null primary key,
  secret varchar(64) not null unique,
  unsubscribed_at timestamp with time zone
);
