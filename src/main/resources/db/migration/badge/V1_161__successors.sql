-- A badge that another one came in the place of: renewed after its time, or issued anew.
create table badge_successor (
  earlier_id varchar(64) not null primary key references badge_award (credential_id),
  credential_id varchar(64) not null unique references badge_award (credential_id),
  tenant_id uuid not null,
  kind varchar(20) not null,
  succeeded_at timestamp with time zone not null
);

-- With revoked_at at the same moment: whoever checks elsewhere learns by the status list that it counts no more.
alter table badge_award add column superseded_at timestamp with time zone;
