-- Names of files within an archive may name people as its own name may; kept apart from the file as that is.
alter table submission_file_name add column names_within text;
-- By which rules a file was cleaned of hidden details; 1 for all that came before rules were counted.
alter table submission_file add column cleaned_by integer default 1 not null;
