-- What a district asks of its raters is one of the things that a programme sets for itself.
insert into tenant_practice_change (tenant_id, number, changed_by, changed_at)
  select tenant_id, 1, changed_by, changed_at from assessment_policy;
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 1, 'laurel.quality.required', required from assessment_policy where required <> 'WHERE_POSSIBLE';
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 1, 'laurel.quality.seeded-share', cast(seeded_share as varchar(100)) from assessment_policy
  where seeded_share is not null;
insert into tenant_practice_value (tenant_id, number, setting_name, setting_value)
  select tenant_id, 1, 'laurel.quality.back-read-share', cast(back_read_share as varchar(100)) from assessment_policy
  where back_read_share is not null;
drop table assessment_policy;
