-- An issuer that belongs to no tenant is named by those that an operator let, like any other. What was so far goes on:
-- whoever wrote what its badges are for, or has published in its name, keeps the right. The operator's files are written by
-- nobody here and need none. Nobody let them, so let_by is absent.
alter table badge_issuer_guest alter column let_by drop not null;

update badge_issuer set named_by_all = false where tenant_id is null;

insert into badge_issuer_guest (issuer_id, tenant_id, let_at)
select w.issuer_id, w.tenant_id, min(w.since)
from (
  select a.issuer_id, v.tenant_id, a.issued_at as since
  from badge_award a
  join authoring_version v on v.id = a.version_id
  union all
  -- Documents tell the issuer as an object: its name is looked for in there alone, as JSON spells it.
  select n.issuer_id, v.tenant_id, v.since
  from (
    select tenant_id, state_since as since, substring(content from position('"issuer":{' in content) for 2000) as named
    from authoring_version
    where state in ('PUBLISHED', 'RETIRING', 'RETIRED') and position('"issuer":{' in content) > 0
  ) v
  join badge_issuer_name n
    on position('"name":"' || replace(replace(n.name, '\', '\\'), '"', '\"') || '"' in v.named)
      between 1 and position('}' in v.named)
) w
join badge_issuer i on i.id = w.issuer_id
where i.tenant_id is null
  and not exists (select 1 from badge_issuer_guest g where g.issuer_id = w.issuer_id and g.tenant_id = w.tenant_id)
group by w.issuer_id, w.tenant_id;
