-- A badge that could not be signed again, and that an officer has settled: it keeps no exposed key published any more.
alter table badge_signing_again_failed add column settled_at timestamp with time zone;
