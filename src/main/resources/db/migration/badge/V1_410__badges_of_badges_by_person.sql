-- A wallet asks for the badges of its people at once, whatever their tenants.
create index badge_composed_by_person on badge_composed (earner_id);
