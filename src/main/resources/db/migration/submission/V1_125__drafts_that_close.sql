create index submission_by_version on submission (version_id, state, since, id);
