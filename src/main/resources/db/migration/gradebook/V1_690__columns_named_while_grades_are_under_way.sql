-- How often launches have said something new of a link's column, so that what is under way meanwhile goes again; and from when
-- another of these may have the column compared before its time.
alter table gradebook_check add column namings integer default 0 not null;
alter table gradebook_check add column hasten_from timestamp with time zone;
-- When a launch that said something new last had this told again.
alter table gradebook_place add column named_at timestamp with time zone;
