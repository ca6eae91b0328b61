-- Rules for everything in a district are among what a programme sets for itself; those for one micro-credential stay here.
insert into tenant_practice_change (tenant_id, number, changed_by, changed_at)
  select tenant_id, 2, set_by, set_at from submission_retention_rule where item_id = '';
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 2, 'laurel.retention.evidence-days', cast(evidence_days as varchar(100))
  from submission_retention_rule where item_id = '';
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 2, 'laurel.retention.notice-days', cast(notice_days as varchar(100))
  from submission_retention_rule where item_id = '';
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 2, 'laurel.retention.resubmit-days', cast(resubmit_days as varchar(100))
  from submission_retention_rule where item_id = '' and resubmit_days is not null;
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 2, 'laurel.retention.extension-days', cast(extension_days as varchar(100))
  from submission_retention_rule where item_id = '' and extension_days is not null;
delete from submission_retention_rule where item_id = '';
