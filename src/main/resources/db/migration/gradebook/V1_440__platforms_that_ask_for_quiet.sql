-- Whether a platform is left alone because it asked for that: then nobody's "send again" ends it.
alter table gradebook_platform add column by_request boolean default false not null;
