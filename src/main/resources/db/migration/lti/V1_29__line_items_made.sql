-- Whether a line item was made by this tool: then it may be made again when the platform has lost it.
alter table lti_line_item add column made boolean default false not null;
