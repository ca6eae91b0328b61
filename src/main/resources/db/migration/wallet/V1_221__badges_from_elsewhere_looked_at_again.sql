-- When a badge from elsewhere is looked at next, and what it was found to be when it was found not to count.
alter table wallet_import add column next_check_at timestamp with time zone;
alter table wallet_import add column fault varchar(20);
alter table wallet_import add column fault_at timestamp with time zone;
update wallet_import set next_check_at = checked_at;
create index wallet_import_due on wallet_import (next_check_at);
