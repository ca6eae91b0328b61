-- What was promised at handing in, once something else had to be said; expected_by is then the later date, or nothing where
-- nobody can name one. postponed_at: when that was said, because such news may come twice and out of order.
alter table submission add column promised_by timestamp with time zone;
alter table submission add column postponed_at timestamp with time zone;
