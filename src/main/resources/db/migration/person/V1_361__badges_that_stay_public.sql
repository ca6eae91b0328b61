-- Whether somebody who leaves wants the pages of their badges to stay open. Those who asked before were told that they stay.
alter table person_deletion add column badges_stay boolean default true not null;
