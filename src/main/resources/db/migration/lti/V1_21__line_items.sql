-- Line items that launches did not name and that were found or made instead. claimed_until keeps two nodes from making
-- one each: platforms do not tell twins apart. No foreign key: the table of resource links is made after this one.
create table lti_line_item (
  resource_link_id uuid not null primary key,
  url varchar(2000),
  claimed_until timestamp with time zone
);
