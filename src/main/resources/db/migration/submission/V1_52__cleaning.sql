-- What became of a file's hidden details (place, time, device, author) on arrival; empty for files from before.
alter table submission_file add column cleaning varchar(20);
