-- The code of the authority for which somebody said that they teach; without one, their tenant's holds.
alter table person add column teaches_at varchar(60);
