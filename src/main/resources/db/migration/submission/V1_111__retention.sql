-- How long evidence is kept after its decision stands, where a district has agreed otherwise than the installation says.
-- item_id: of one micro-credential; empty for all others of the district.
create table submission_retention_rule (
  tenant_id uuid not null references tenant (id),
  item_id varchar(100) not null,
  evidence_days integer not null,
  notice_days integer not null,
  set_by uuid not null,
  set_at timestamp with time zone not null,
  primary key (tenant_id, item_id)
);

-- Evidence that is going to be removed, or was. It is said from noticed_at on and done at remove_at, unless the state that
-- began at state_since is over by then: then the row means nothing any more.
create table submission_removal (
  submission_id uuid not null primary key references submission (id),
  tenant_id uuid not null,
  reason varchar(16) not null,
  state_since timestamp with time zone not null,
  noticed_at timestamp with time zone not null,
  remove_at timestamp with time zone not null,
  removed_at timestamp with time zone
);
create index submission_removal_due on submission_removal (removed_at, remove_at, submission_id);
create index submission_removal_by_tenant on submission_removal (tenant_id, removed_at, remove_at);
create index submission_by_state on submission (state, since, id);

-- Bytes that evidence no longer names. They go a day later, unless the same bytes were handed in again meanwhile: by then
-- no transaction is under way that could still name them.
create table submission_unnamed_file (
  tenant_id uuid not null,
  sha256 varchar(64) not null,
  remove_at timestamp with time zone not null,
  primary key (tenant_id, sha256)
);
create index submission_unnamed_file_due on submission_unnamed_file (remove_at);
