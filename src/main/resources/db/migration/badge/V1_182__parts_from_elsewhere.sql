-- Badges of other issuers that a badge is made of, by the address that it cites.
create table badge_composed_elsewhere (
  credential_id varchar(64) not null references badge_composed (credential_id),
  position integer not null,
  address varchar(2000) not null,
  name varchar(500) not null,
  primary key (credential_id, position)
);
