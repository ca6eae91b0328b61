-- Whether the work lay with its earner when it was put on hold, as a draft or after "not yet": then it is handing in that waits.
alter table assessment_hold add column with_earner boolean default false not null;
