-- The address in lower case: to see that two accounts carry the same one, never to merge them.
alter table person add column email_key varchar(255);
update person set email_key = lower(email) where email is not null;
create index person_by_address on person (tenant_id, email_key);
