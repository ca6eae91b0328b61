-- By when whoever began with a version that is off offer has to hand in; nobody said where there is none.
alter table catalog_version add column closes_at timestamp with time zone;
create index catalog_version_by_closing on catalog_version (closes_at, id);
