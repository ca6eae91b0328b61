-- What a district allows beside the days of a rule; null: as the installation says. resubmit_days: for how long after "not
-- yet" the next attempt can be begun, 0 without end. extension_days: by how many days an earner may keep evidence longer, once.
alter table submission_retention_rule add column resubmit_days integer;
alter table submission_retention_rule add column extension_days integer;

-- Evidence that its earner keeps longer, and the day that they were written of last.
alter table submission_removal add column extended_at timestamp with time zone;
alter table submission_removal add column told_of timestamp with time zone;
create index submission_removal_extended on submission_removal (extended_at, remove_at, submission_id);

-- A "not yet" that is going to close. Said from noticed_at on and done at close_at, unless the state that began at
-- state_since is over by then.
create table submission_closing (
  submission_id uuid not null primary key references submission (id),
  tenant_id uuid not null,
  state_since timestamp with time zone not null,
  noticed_at timestamp with time zone not null,
  close_at timestamp with time zone not null
);
create index submission_closing_due on submission_closing (close_at, submission_id);

-- Closed work that a lead opened again, with the reason that the earner reads. Rows are only added.
create table submission_reopening (
  submission_id uuid not null references submission (id),
  reopened_at timestamp with time zone not null,
  reopened_by uuid not null,
  words text not null,
  primary key (submission_id, reopened_at)
);
