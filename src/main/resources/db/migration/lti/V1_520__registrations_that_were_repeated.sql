-- When a platform last repeated its registration. Canvas keeps what was granted before until its administrator has accepted
-- the update.
alter table lti_registration add column repeated_at timestamp with time zone;
