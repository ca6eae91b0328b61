-- What the gradebook showed, in percent, when it was first compared after the last grade arrived: what it shows otherwise later
-- somebody there has entered. Of grades that have arrived by now the next comparison says it.
alter table gradebook_place add column shown_percent double precision;
