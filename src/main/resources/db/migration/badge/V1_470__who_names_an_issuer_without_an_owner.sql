-- An issuer that belongs to no tenant is named by those that an operator let, like any other. What was so far goes on:
-- whoever has badges of it keeps the right. Nobody let them, so let_by is absent.
alter table badge_issuer_guest alter column let_by drop not null;

update badge_issuer set named_by_all = false where tenant_id is null;

insert into badge_issuer_guest (issuer_id, tenant_id, let_at)
select a.issuer_id, a.tenant_id, min(a.issued_at)
from badge_award a
join badge_issuer i on i.id = a.issuer_id
where i.tenant_id is null
  and not exists (select 1 from badge_issuer_guest g where g.issuer_id = a.issuer_id and g.tenant_id = a.tenant_id)
group by a.issuer_id, a.tenant_id;
