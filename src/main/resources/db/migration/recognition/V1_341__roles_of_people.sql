-- As whom somebody is with an authority that asks more than one thing, in its words, as they said last.
alter table recognition_cycle add column held_as varchar(300);
