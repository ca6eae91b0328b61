-- By when work at a place is due. …_told: the platform gave that date, at told_at, to somebody who leads the course or, while none
-- of them has opened it, to an earner; what was typed here has the zone in which it was meant.
create table course_dates (
  placement_id uuid not null primary key references course_placement (id),
  tenant_id uuid not null references tenant (id),
  opens_at timestamp with time zone,
  due_at timestamp with time zone,
  closes_at timestamp with time zone,
  opens_told boolean not null,
  due_told boolean not null,
  closes_told boolean not null,
  told_at timestamp with time zone,
  told_by_lead boolean not null,
  zone varchar(60) not null
);
create index course_dates_by_tenant on course_dates (tenant_id);
