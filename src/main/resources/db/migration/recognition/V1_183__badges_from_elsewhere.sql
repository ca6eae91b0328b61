-- Where a claimed badge comes from, if not from here: the tenant it was earned with, or its issuer and its own address.
alter table recognition_claim add column earned_in uuid;
alter table recognition_claim add column issuer varchar(500);
alter table recognition_claim add column issuer_id varchar(2000);
alter table recognition_claim add column address varchar(2000);

-- What agreements said of every badge from elsewhere behind a claim: the badge itself, and each part of a stack.
create table recognition_claim_verdict (
  claim_id uuid not null references recognition_claim (id),
  position integer not null,
  badge varchar(500) not null,
  agreement_name varchar(100) not null,
  agreement_version integer not null,
  verdict text not null,
  primary key (claim_id, position)
);
insert into recognition_claim_verdict (claim_id, position, badge, agreement_name, agreement_version, verdict)
select id, 0, badge, agreement_name, agreement_version, agreement_verdict from recognition_claim
where agreement_name is not null;
alter table recognition_claim drop column agreement_name;
alter table recognition_claim drop column agreement_version;
alter table recognition_claim drop column agreement_verdict;
