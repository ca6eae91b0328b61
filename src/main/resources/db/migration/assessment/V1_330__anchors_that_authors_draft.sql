-- Authors draft practice pieces; a lead takes them into use, or sends them back with words.
alter table assessment_anchor add column approved_by uuid;
alter table assessment_anchor add column sent_back_words text;
create index assessment_anchor_by_maker on assessment_anchor (made_by, made_at);
