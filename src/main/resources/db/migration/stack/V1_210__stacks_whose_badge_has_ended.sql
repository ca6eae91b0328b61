-- When it was looked whether a stack comes again whose own badge has ended; absent until then.
alter table stack_completion add column end_seen_at timestamp with time zone;
create index stack_completion_by_credential on stack_completion (credential_id, end_seen_at);
