-- The last numbers of keys that were taken back: others may have read those under them, so no other key ever has one of them.
alter table badge_issuer add column taken_back_key integer default 0 not null;
alter table badge_issuer add column taken_back_jwt_key integer default 0 not null;
