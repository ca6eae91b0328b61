-- Windows that were opened before the catalogue knew of them.
update catalog_version set closes_at = (select v.retires_on from authoring_version v where v.id = catalog_version.id)
where id in (select id from authoring_version where retires_on is not null);
