-- What an earner said of a piece that became part of a practice piece: which criteria it shows (ids between spaces; null where
-- that is left to the author), the alternative that was used, and the recording whose transcript a file is.
alter table assessment_anchor_piece add column shows text;
alter table assessment_anchor_piece add column instead text;
alter table assessment_anchor_piece add column transcript_of uuid;
