-- Where the platform gives a course's roster (NRPS 2.0), as launches said.
alter table lti_context add column memberships_url varchar(2000);

-- Where the platform takes the addresses that want its notices, and which of ours it sends, as launches said; what it was
-- told of them, and when it is to be told next.
alter table lti_deployment add column notice_service_url varchar(2000);
alter table lti_deployment add column notice_types varchar(200);
alter table lti_deployment add column notice_handler varchar(2000);
alter table lti_deployment add column notice_due_at timestamp with time zone;
alter table lti_deployment add column notice_tries integer default 0 not null;
alter table lti_deployment add column notice_problem varchar(40);
create index lti_deployment_by_notice_due on lti_deployment (notice_due_at);
