-- Two wallets whose owner showed that both are theirs. What lay in the one lies in the other; the emptied one stays, holds what
-- both had twice, and takes back what is its own when they are separated. secret: of the link in the mails that told of it.
create table wallet_union (
  id uuid not null primary key,
  kept_id uuid not null references wallet (id),
  joined_id uuid not null references wallet (id),
  way varchar(10) not null,
  secret varchar(64) not null,
  joined_at timestamp with time zone not null,
  undone_at timestamp with time zone
);
create index wallet_union_by_kept on wallet_union (kept_id, joined_at);
create index wallet_union_by_joined on wallet_union (joined_id);
create index wallet_union_by_time on wallet_union (joined_at);
create unique index wallet_union_by_secret on wallet_union (secret);

-- What goes back then: an address, the person of an account, the id of a badge from elsewhere or of a backpack. KEPT: an
-- address of the wallet in which all lies, so that one that somebody took out lately opens its own again.
create table wallet_union_part (
  union_id uuid not null references wallet_union (id),
  kind varchar(10) not null,
  part varchar(320) not null,
  words varchar(320),
  primary key (union_id, kind, part)
);
create index wallet_union_part_by_part on wallet_union_part (kind, part);
