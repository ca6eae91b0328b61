-- Whose officers look: those of the issuer's present owner; of the earner's district where it has none, or for a row from before.
alter table badge_waiting add column issuer_id uuid references badge_issuer (id);
create index badge_waiting_by_issuer on badge_waiting (issuer_id, state, since);
