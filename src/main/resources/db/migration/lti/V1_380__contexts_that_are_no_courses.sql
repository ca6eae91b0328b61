-- Whether a context is a course or a part of one, as launches said last; Canvas launches from accounts, too.
alter table lti_context add column course boolean default true not null;
