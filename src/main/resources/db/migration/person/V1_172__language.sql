-- The language in which somebody's platform showed Laurel last, for mails.
alter table person add column language varchar(20);
