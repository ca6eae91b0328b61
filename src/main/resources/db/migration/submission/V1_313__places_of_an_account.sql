-- What a few accounts of a course have begun, among thousands.
create index submission_place_by_account on submission_place (lti_user_id, placement_id);
