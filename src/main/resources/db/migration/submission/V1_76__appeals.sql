-- One appeal of an attempt at most. reopened: the answer, once there is one.
create table submission_appeal (
  submission_id uuid not null,
  attempt integer not null,
  words text not null,
  lodged_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  reopened boolean,
  answer text,
  primary key (submission_id, attempt),
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);
