-- While everything is counted from the beginning: since when, and the month that comes next. Both are empty otherwise.
alter table reporting_turn add column counting_since timestamp with time zone;
alter table reporting_turn add column next_month date;

-- Several days are counted at once.
drop table reporting_fresh;
create table reporting_fresh (
  day_of date not null,
  tenant_id uuid not null,
  version_id uuid not null,
  measure varchar(16) not null,
  one varchar(100) not null,
  two varchar(340) not null,
  tally bigint not null
);
