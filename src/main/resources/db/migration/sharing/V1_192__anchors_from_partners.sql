-- Practice pieces that came with an original, until a lead takes them into use.
create table sharing_anchor (
  adoption_id uuid not null references sharing_adoption (id),
  shared_key varchar(100) not null,
  version varchar(30) not null,
  name varchar(100) not null,
  body text not null,
  taken_at timestamp with time zone,
  taken_by uuid,
  primary key (adoption_id, version, shared_key)
);
