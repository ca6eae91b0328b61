-- When something was first put into an attempt; null for attempts that were only opened. What was begun before this column
-- was there is noted with its next change.
alter table submission_attempt add column begun_at timestamp with time zone;
