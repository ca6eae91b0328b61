-- Content never changes once it is here; only the status does.
create table catalog_version (
  id uuid not null primary key,
  kind varchar(20) not null,
  item_id varchar(100) not null,
  version varchar(30) not null,
  status varchar(20) not null,
  language varchar(35) not null,
  title varchar(300) not null,
  content text not null,
  content_hash varchar(64) not null,
  published_at timestamp with time zone not null
);
create unique index catalog_version_by_name on catalog_version (item_id, version);

-- What is on offer now: the newest published version of each item.
create table catalog_entry (
  item_id varchar(100) not null primary key,
  kind varchar(20) not null,
  version_id uuid references catalog_version (id),
  sort_title varchar(300) not null
);
create index catalog_entry_by_title on catalog_entry (sort_title, item_id);
create index catalog_entry_by_kind_and_title on catalog_entry (kind, sort_title, item_id);

-- Words of the entries, folded and in bytes, so that the beginning of a word is a range of this key on every database.
create table catalog_word (
  word bytea not null,
  item_id varchar(100) not null references catalog_entry (item_id),
  primary key (word, item_id)
);
create index catalog_word_by_item on catalog_word (item_id);
