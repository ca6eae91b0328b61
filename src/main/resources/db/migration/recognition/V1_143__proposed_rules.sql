-- Files of rules that somebody proposes and somebody else approves. Content is what was handed in.
create table recognition_proposal (
  id uuid not null primary key,
  authorities varchar(2000) not null,
  content text not null,
  words varchar(2000) not null,
  state varchar(20) not null,
  proposed_by uuid not null,
  proposed_name varchar(255) not null,
  proposed_at timestamp with time zone not null,
  decided_by uuid,
  decided_name varchar(255),
  decided_at timestamp with time zone,
  decided_words varchar(2000)
);
create index recognition_proposal_by_state on recognition_proposal (state, proposed_at, id);
