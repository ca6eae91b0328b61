-- Badges for several others: for whom, and which they are. composed_for is the key of whoever said that it is earned.
create table badge_composed (
  credential_id varchar(64) not null primary key references badge_award (credential_id),
  composed_for uuid not null unique,
  tenant_id uuid not null,
  earner_id uuid not null
);
create index badge_composed_by_earner on badge_composed (tenant_id, earner_id);

create table badge_composed_part (
  credential_id varchar(64) not null references badge_composed (credential_id),
  position integer not null,
  part_id varchar(64) not null references badge_award (credential_id),
  primary key (credential_id, position)
);
create index badge_composed_part_by_part on badge_composed_part (part_id);

-- For going over all badges in order.
create index badge_award_by_issue on badge_award (issued_at, credential_id);
