-- What the platform calls a link, where it calls links of several courses the same: the linked sections of Schoology share one
-- assignment, and each has a gradebook and a roster of its own. platform_id then is made of this and of the course.
alter table lti_resource_link add column shared_id varchar(255);
create index lti_resource_link_by_shared_id on lti_resource_link (deployment_id, shared_id);
