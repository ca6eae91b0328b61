-- Besides the tenant that an issuer belongs to, those that were let name it in what they write.
create table badge_issuer_guest (
  issuer_id uuid not null references badge_issuer (id),
  tenant_id uuid not null,
  let_by uuid not null,
  let_at timestamp with time zone not null,
  primary key (issuer_id, tenant_id)
);
create index badge_issuer_guest_by_tenant on badge_issuer_guest (tenant_id);

-- Its officers let every district name it, as an agency does of which all of them are part.
alter table badge_issuer add column named_by_all boolean default false not null;
