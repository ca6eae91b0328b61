-- A link moved to the course that opened it last, its place stayed with the one that opened it first: the link goes back to where
-- its place is, so that the other course is the one that gets a link and a place of its own. Its columns may be that course's; the
-- next launch says which is its own.
delete from lti_line_item where resource_link_id in
  (select l.id from lti_resource_link l
   join course_placement p on p.resource_link_id = l.id and p.tenant_id = l.tenant_id
   join lti_context c on c.id = p.context_id
   where l.context_id <> p.context_id);
update lti_resource_link set lineitem_url = null, lineitems_url = null, context_id =
  (select p.context_id from course_placement p
   where p.resource_link_id = lti_resource_link.id and p.tenant_id = lti_resource_link.tenant_id)
where id in
  (select l.id from lti_resource_link l
   join course_placement p on p.resource_link_id = l.id and p.tenant_id = l.tenant_id
   join lti_context c on c.id = p.context_id
   where l.context_id <> p.context_id);
