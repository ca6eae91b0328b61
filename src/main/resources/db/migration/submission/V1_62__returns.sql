-- Why an attempt came back as not complete, the latest time; the earner reads it while mending.
create table submission_return (
  submission_id uuid not null,
  attempt integer not null,
  words text not null,
  returned_at timestamp with time zone not null,
  primary key (submission_id, attempt)
);
