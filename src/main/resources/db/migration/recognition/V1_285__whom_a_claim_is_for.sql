-- As whom somebody claims, in the rule's own words, where a rule names several.
alter table recognition_claim add column held_as varchar(1000);
