-- What the earner of a badge answered to a notice, in their own words on their own page; an officer's note of a hearing is "answer".
alter table badge_proceeding add column own_answer varchar(4000);
alter table badge_proceeding add column own_answer_at timestamp with time zone;
alter table badge_proceeding add column hearing_asked boolean default false not null;
