-- When each line of the connection check was last tried at a platform, so that all nodes together try it no more often
-- than is meant.
create table lti_connection_check (
  registration_id uuid not null references lti_registration (id),
  line varchar(20) not null,
  tried_at timestamp with time zone not null,
  primary key (registration_id, line)
);
