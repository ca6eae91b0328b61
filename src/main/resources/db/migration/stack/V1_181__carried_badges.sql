-- A badge of ours that somebody earned with another account of theirs: which it is, and with which tenant.
alter table stack_award add column credential_id varchar(64);
alter table stack_award add column earned_in uuid;
create index stack_award_by_credential on stack_award (credential_id);
