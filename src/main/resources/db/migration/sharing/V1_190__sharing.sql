-- Which tenant speaks under an issuer's DID; the first one to do so.
create table sharing_signer (
  did varchar(300) not null primary key,
  tenant_id uuid not null references tenant (id)
);

-- What a tenant offers, at an address that is known to whoever was told it. Each change of it is a bundle of its own.
create table sharing_offer (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  token varchar(64) not null,
  name varchar(200) not null,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  withdrawn_at timestamp with time zone,
  constraint sharing_offer_token unique (token)
);
create index sharing_offer_by_tenant on sharing_offer (tenant_id, made_at);

create table sharing_bundle (
  offer_id uuid not null references sharing_offer (id),
  number integer not null,
  sealed text not null,
  made_at timestamp with time zone not null,
  made_by uuid not null,
  primary key (offer_id, number)
);

create table sharing_bundle_item (
  offer_id uuid not null,
  number integer not null,
  position integer not null,
  item_id varchar(100) not null,
  version varchar(30) not null,
  title varchar(300) not null,
  anchors integer not null,
  primary key (offer_id, number, position),
  foreign key (offer_id, number) references sharing_bundle (offer_id, number)
);

-- A bundle that was brought in and found in order, until somebody has adopted what they want of it.
create table sharing_received (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  source varchar(2000) not null,
  sealed text not null,
  taken_at timestamp with time zone not null,
  taken_by uuid not null
);
create index sharing_received_by_tenant on sharing_received (tenant_id, taken_at);
create index sharing_received_by_time on sharing_received (taken_at);

-- By which key a tenant recognised another organisation last.
create table sharing_known_key (
  tenant_id uuid not null references tenant (id),
  did varchar(300) not null,
  organisation varchar(300) not null,
  jwk text not null,
  since timestamp with time zone not null,
  primary key (tenant_id, did)
);

-- An original of another organisation and the item that it became here.
create table sharing_adoption (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  did varchar(300) not null,
  origin_item varchar(100) not null,
  organisation varchar(300) not null,
  item_id varchar(100) not null,
  address varchar(2000) not null,
  trouble varchar(60) not null,
  adopted_at timestamp with time zone not null,
  adopted_by uuid not null,
  looked_at timestamp with time zone not null,
  constraint sharing_adoption_once unique (tenant_id, did, origin_item)
);
create index sharing_adoption_by_look on sharing_adoption (looked_at);

-- The versions of an original that came here, and what was decided on each.
create table sharing_original (
  adoption_id uuid not null references sharing_adoption (id),
  version varchar(30) not null,
  hash varchar(64) not null,
  content text not null,
  origin text not null,
  state varchar(16) not null,
  arrived_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by uuid,
  own_version uuid,
  primary key (adoption_id, version)
);
