-- Who completed a stack whose badge is not signed, as its issuer is another district's. looked_at: when it was last held
-- against their badges whether it is complete.
create table stack_waiting (
  stack_id varchar(100) not null,
  tenant_id uuid not null,
  person_id uuid not null,
  since timestamp with time zone not null,
  looked_at timestamp with time zone not null,
  primary key (stack_id, tenant_id, person_id)
);
create index stack_waiting_by_tenant on stack_waiting (tenant_id, stack_id, since);
create index stack_waiting_by_look on stack_waiting (looked_at);
