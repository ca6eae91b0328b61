-- Who is kept from a case: by an appeal, or by a conflict of interest that somebody declared.
create index assessment_case_by_appeal on assessment_case (appeal_of);
create index assessment_assignment_by_reason on assessment_assignment (released_because, case_id);

-- What waits of the few versions that somebody may rate.
create index assessment_case_by_version on assessment_case (version_id, state, due_at);
