-- A practice piece that partners may have, or that came from one. The key is the same on both sides.
alter table assessment_anchor add column shared_key varchar(100);
alter table assessment_anchor add column came_from varchar(300);
alter table assessment_anchor add column let_out_at timestamp with time zone;
alter table assessment_anchor add column let_out_by uuid;
create index assessment_anchor_by_key on assessment_anchor (shared_key);
