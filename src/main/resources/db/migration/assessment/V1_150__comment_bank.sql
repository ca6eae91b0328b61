-- Words that people who score use again: their own, or without an owner the programme's, which leads keep. What is removed
-- stays for as long as somebody may want it back.
create table assessment_comment (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  family varchar(200) not null,
  criterion_id varchar(100) not null,
  owner_id uuid,
  words text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  removed_at timestamp with time zone
);
create index assessment_comment_by_family on assessment_comment (tenant_id, family, owner_id, made_at);
