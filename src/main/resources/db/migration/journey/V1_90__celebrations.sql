create table journey_celebration (
  credential_id varchar(100) not null primary key,
  shown_at timestamp with time zone not null
);
