-- new_deployments says what becomes of a deployment that launches without being known: WAIT, FIRST (the first one is
-- welcome, others wait) or ACCEPT.
alter table lti_registration add column enabled boolean default true not null;
alter table lti_registration add column new_deployments varchar(20) default 'FIRST' not null;

-- What the platform calls itself in the launch that made the deployment known.
alter table lti_deployment add column platform_name varchar(255);
create index lti_deployment_by_state on lti_deployment (state, created_at);

-- hosts that speak for each other, separated by blanks; confirm: the platform's administrator is asked before anything is sent.
alter table lti_invitation add column hosts varchar(2000) default '' not null;
alter table lti_invitation add column new_deployments varchar(20) default 'FIRST' not null;
alter table lti_invitation add column confirm boolean default false not null;
create index lti_invitation_by_expiry on lti_invitation (expires_at);
