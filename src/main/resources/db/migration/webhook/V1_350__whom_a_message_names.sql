-- Whom a message names, so that name and number go out of it when they ask for deletion; none for badges, which name nobody.
alter table webhook_message add column person_id uuid;
create index webhook_message_by_person on webhook_message (tenant_id, person_id, id);

-- Messages from before are told by their claim: the fact is 'claim ', its id and a number.
update webhook_message set person_id =
  (select c.person_id from recognition_claim c
    where c.id = cast(substring(webhook_message.fact from 7 for 36) as uuid) and c.tenant_id = webhook_message.tenant_id)
  where type like 'claim.%';

create index webhook_delivery_by_message on webhook_delivery (message_id, id);
