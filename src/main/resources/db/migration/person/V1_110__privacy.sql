-- Somebody wants what is kept about them deleted. Open until it is undone or done; carry_out_at: until then they may think
-- again.
create table person_deletion (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  person_id uuid not null references person (id),
  asked_at timestamp with time zone not null,
  carry_out_at timestamp with time zone not null,
  undone_at timestamp with time zone,
  done_at timestamp with time zone
);
create index person_deletion_by_person on person_deletion (tenant_id, person_id, asked_at);
create index person_deletion_open on person_deletion (done_at, undone_at, carry_out_at, id);

-- Append only: every step of copies, deletions, withdrawals and retention, in ids and numbers, never in names or words.
create table person_privacy_trail (
  id uuid not null primary key,
  tenant_id uuid not null,
  person_id uuid,
  action varchar(32) not null,
  detail varchar(200) not null,
  happened_at timestamp with time zone not null
);
create index person_privacy_trail_by_person on person_privacy_trail (tenant_id, person_id, id);
