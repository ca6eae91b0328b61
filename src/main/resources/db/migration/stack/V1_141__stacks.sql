-- Badges of people as stacks look at them: ours, and those of other issuers that were brought in and checked. id is the
-- credential's, or a hash of the address of one of another issuer.
create table stack_award (
  id varchar(80) not null primary key,
  tenant_id uuid not null,
  person_id uuid not null,
  item_id varchar(100),
  item_version varchar(30),
  achievement varchar(2000),
  issuer varchar(2000),
  address varchar(2000) not null,
  name varchar(500) not null,
  issued_at timestamp with time zone not null,
  valid_until timestamp with time zone,
  lost_at timestamp with time zone
);
create index stack_award_by_person on stack_award (tenant_id, person_id);
create index stack_award_by_item on stack_award (item_id, tenant_id, person_id);
create index stack_award_by_end on stack_award (valid_until);

-- Whoever looks at somebody's badges holds this row, so that two badges at the same moment are not each seen alone.
create table stack_person (
  tenant_id uuid not null,
  person_id uuid not null,
  primary key (tenant_id, person_id)
);

-- Who completed what. number grows when a stack was completed again after its badge had ended.
create table stack_completion (
  id uuid not null primary key,
  tenant_id uuid not null,
  person_id uuid not null,
  stack_id varchar(100) not null,
  number integer not null,
  version_id uuid not null,
  credential_id varchar(64) not null,
  completed_at timestamp with time zone not null,
  review_since timestamp with time zone,
  review_policy varchar(20),
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  review_words varchar(2000),
  unique (tenant_id, person_id, stack_id, number)
);
create index stack_completion_by_review on stack_completion (tenant_id, review_since, id);

create table stack_completion_part (
  completion_id uuid not null references stack_completion (id),
  award_id varchar(80) not null references stack_award (id),
  lost_at timestamp with time zone,
  lost_by varchar(20),
  primary key (completion_id, award_id)
);
create index stack_completion_part_by_award on stack_completion_part (award_id, lost_at);

-- Versions of stacks that everybody's badges were held against once. The row with the nil id says that all badges from
-- before this table were taken over.
create table stack_swept (
  version_id uuid not null primary key,
  swept_at timestamp with time zone not null
);
