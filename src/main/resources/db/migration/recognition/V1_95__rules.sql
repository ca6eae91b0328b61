-- Authorities and rules, each version for good: what counts is the highest. Content is what was written, as JSON.
create table recognition_document (
  id uuid not null primary key,
  kind varchar(20) not null,
  name varchar(100) not null,
  version integer not null,
  authority varchar(60) not null,
  content text not null,
  content_hash varchar(64) not null,
  stored_at timestamp with time zone not null,
  stored_by varchar(255) not null
);
create unique index recognition_document_by_name on recognition_document (kind, name, version);
create index recognition_document_by_authority on recognition_document (authority, kind, name);

-- Where the teachers of a tenant teach, each change for good: codes of authorities, one blank between them.
create table recognition_home (
  tenant_id uuid not null references tenant (id),
  version integer not null,
  authorities varchar(1000) not null,
  set_at timestamp with time zone not null,
  set_by varchar(255) not null,
  primary key (tenant_id, version)
);
