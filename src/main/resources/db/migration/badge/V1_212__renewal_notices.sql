-- Of what a badge's earner was told before its end, once each.
create table badge_renewal_notice (
  credential_id varchar(64) not null references badge_award (credential_id),
  kind varchar(20) not null,
  noticed_at timestamp with time zone not null,
  primary key (credential_id, kind)
);
create index badge_award_by_end on badge_award (version_id, valid_until, credential_id);
