-- When the earner of a badge that was kept private had their data deleted: nobody can open it any more.
alter table badge_showing add column earner_gone_at timestamp with time zone;
