-- Links that went back to the course of their place (1.525), and others of which the platform lets scores be sent and no launch
-- has said where: what could not be delivered says so, and goes by itself once a launch has. What was delivered is compared
-- then: it may have gone to the other course.
update gradebook_place set reason = 'COLUMN_NOT_NAMED'
  where state = 'CANNOT_BE_DELIVERED' and reason = 'NO_GRADEBOOK' and resource_link_id in
    (select l.id from lti_resource_link l where l.lineitem_url is null and l.lineitems_url is null
     and l.ags_scopes like '%scope/score%'
     and not exists (select 1 from lti_line_item i where i.resource_link_id = l.id and i.url is not null));
update gradebook_check set next_check_at = current_timestamp
  where resource_link_id in
    (select l.id from lti_resource_link l where l.lineitem_url is null and l.lineitems_url is null
     and l.ags_scopes like '%scope/score%');
