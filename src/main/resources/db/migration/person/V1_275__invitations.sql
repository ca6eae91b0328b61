-- An account's mail address, and the same in lower case: no two accounts have the same one.
alter table staff_account add column email varchar(100);
alter table staff_account add column email_key varchar(100);
create unique index staff_account_by_email on staff_account (email_key);

-- Somebody is asked by mail to act for a district. roles: names in the order of StaffRole, with commas between them;
-- open_for: district and address while the invitation is open, so that there is one at a time, and empty afterwards. Name and
-- address are forgotten once it is over.
create table staff_invitation (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  name varchar(200) not null,
  email varchar(100) not null,
  roles varchar(200) not null,
  token_hash varchar(64) not null,
  open_for varchar(140),
  state varchar(20) not null,
  invited_by uuid not null references staff_account (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  accepted_by uuid references staff_account (id)
);
create unique index staff_invitation_by_token on staff_invitation (token_hash);
create unique index staff_invitation_open on staff_invitation (open_for);
create index staff_invitation_by_state on staff_invitation (state, created_at, id);
create index staff_invitation_by_tenant on staff_invitation (tenant_id, state, created_at, id);
create index staff_invitation_by_age on staff_invitation (expires_at);
