-- The few disputes and checks among all that waits for a rating.
create index assessment_seat_by_kind on assessment_seat (seat, state, due_at, case_id);
