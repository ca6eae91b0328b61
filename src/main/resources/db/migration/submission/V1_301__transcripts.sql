-- A file that is the transcript, or the captions, of a recording among the same evidence: the recording's file.
alter table submission_item add column transcript_of uuid;
