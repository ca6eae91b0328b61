-- Who took a de-identified export, when, and what for. Rows are only added; lines and ended_at say how far it came, and stay
-- empty where it broke off. The key of its pseudonyms is nowhere.
create table reporting_export (
  id uuid not null primary key,
  staff_id uuid not null,
  year_begins integer not null,
  purpose varchar(500) not null,
  taken_at timestamp with time zone not null,
  lines bigint,
  ended_at timestamp with time zone
);
create index reporting_export_by_time on reporting_export (taken_at, id);
