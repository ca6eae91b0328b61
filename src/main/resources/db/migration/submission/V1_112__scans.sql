-- What the virus scanner said of a file: CLEAN, INFECTED, or WAITING while it cannot be asked; empty where there was none.
alter table submission_file add column scan varchar(10);
create index submission_file_by_scan on submission_file (scan, stored_at);
