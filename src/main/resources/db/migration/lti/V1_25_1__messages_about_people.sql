-- for_user: the subject of the person that a review or privacy launch is about. target_query: of target_link_uri.
alter table lti_launch add column for_user varchar(255);
alter table lti_launch add column target_query varchar(1000);

-- What LTI 1.1 called this account and link, as the platform said when they were first seen. Not verified, not used.
alter table lti_user add column lti1p1_user_id varchar(255);
alter table lti_resource_link add column lti1p1_resource_link_id varchar(255);
