-- Whoever read a rating again, or rated it for a partner, is offered it and what comes of it like one who rated it.
create index assessment_reading_by_case on assessment_reading (case_id, staff_id);
