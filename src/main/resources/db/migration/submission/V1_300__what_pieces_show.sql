-- What an earner has chosen about a piece of their evidence, one kind of choice a row; nothing here until they choose.
-- CRITERIA: the criteria that a piece shows, their ids between spaces. piece: the id of a link's or file's item, or the id of
-- the question that is answered. revision, editor, carried: as for answers.
create table submission_choice (
  submission_id uuid not null,
  attempt integer not null,
  kind varchar(20) not null,
  piece varchar(100) not null,
  body text not null,
  revision integer not null,
  editor varchar(60),
  saved_at timestamp with time zone not null,
  carried boolean not null,
  primary key (submission_id, attempt, kind, piece),
  foreign key (submission_id, attempt) references submission_attempt (submission_id, attempt)
);
