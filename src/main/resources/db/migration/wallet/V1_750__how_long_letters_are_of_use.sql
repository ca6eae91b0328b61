-- News of a badge's renewal is of use for longer than a link that is asked for anew.
alter table wallet_letter add column of_use_until timestamp with time zone;
update wallet_letter set of_use_until = created_at + interval '1' day;
alter table wallet_letter alter column of_use_until set not null;
