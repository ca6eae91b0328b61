-- What an earner lets be seen of a badge. Without a row its page is open and names nobody.
create table badge_showing (
  credential_id varchar(64) not null primary key references badge_award (credential_id),
  tenant_id uuid not null,
  page_open boolean not null,
  name varchar(255),
  changed_at timestamp with time zone not null
);
