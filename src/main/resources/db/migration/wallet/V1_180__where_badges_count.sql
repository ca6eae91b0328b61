-- The account whose district counts all badges of a wallet, because its owner said so. Empty: each account has its own.
alter table wallet add column counts_tenant uuid;
alter table wallet add column counts_person uuid;
