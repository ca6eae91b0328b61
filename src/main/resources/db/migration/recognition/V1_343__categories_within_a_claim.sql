-- What the units of an approved claim count as, where its rule splits them: each category with its part of the amount.
create table recognition_claim_share (
  claim_id uuid not null references recognition_claim (id),
  position integer not null,
  category varchar(300) not null,
  amount numeric(12, 3) not null,
  primary key (claim_id, position)
);
insert into recognition_claim_share (claim_id, position, category, amount)
select id, 0, category, amount from recognition_claim where category is not null and amount is not null;
