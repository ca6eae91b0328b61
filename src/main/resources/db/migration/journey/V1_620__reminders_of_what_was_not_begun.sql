-- Also those who have not begun are reminded: then there is no work that rests, and resting_since is when it was due.
alter table journey_nudge alter column submission_id drop not null;
