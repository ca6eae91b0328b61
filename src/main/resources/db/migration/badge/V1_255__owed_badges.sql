-- A badge is owed from the moment of the decision on: the row is written with it, and goes when the badge is there. Rows
-- without a version are from before, when there was one only after a first failure.
alter table badge_unsigned add column version_id uuid;
alter table badge_unsigned add column attempt integer;
alter table badge_unsigned add column decided_at timestamp with time zone;
alter table badge_unsigned add column next_at timestamp with time zone;
create index badge_unsigned_by_next on badge_unsigned (next_at);
