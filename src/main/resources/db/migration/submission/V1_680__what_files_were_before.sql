-- Work that was copied is found by what a file was before it was cleaned again.
create index submission_cleaned_again_by_content on submission_cleaned_again (sha256_before);
