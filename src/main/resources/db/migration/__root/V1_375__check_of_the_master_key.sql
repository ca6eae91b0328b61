-- A word sealed under the master key: what does not open it is another key.
create table system_master_key (
  id integer not null primary key,
  sealed bytea not null
);
