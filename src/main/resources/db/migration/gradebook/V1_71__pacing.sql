-- Whose platform a place belongs to, so that a slow one holds up nobody else; who sends now, and what: a score that may have
-- arrived is sent again as the same score.
alter table gradebook_place add column registration_id uuid;
update gradebook_place set registration_id =
  (select d.registration_id from lti_resource_link l join lti_deployment d on d.id = l.deployment_id
   where l.id = gradebook_place.resource_link_id);
alter table gradebook_place add column claimed_by uuid;
alter table gradebook_place add column sending varchar(80);
alter table gradebook_place add column doubts integer default 0 not null;
drop index gradebook_place_by_next_try;
create index gradebook_place_by_platform on gradebook_place (registration_id, state, next_try_at);

-- One row for each platform that grades are owed to. Nothing is sent before closed_until; strikes counts how often in a row
-- it was closed.
create table gradebook_platform (
  registration_id uuid not null primary key,
  closed_until timestamp with time zone,
  strikes integer not null,
  troubled_since timestamp with time zone,
  reason varchar(40)
);
insert into gradebook_platform (registration_id, strikes)
  select distinct registration_id, 0 from gradebook_place where registration_id is not null;
