-- A draft that its earner shows to one person: to an account of the course, or to whoever reads a mail address. What a coach
-- may see ends with expires_at or ended_at, whichever comes first. opened_at: since when that person is the earner's coach.
create table coaching_share (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  submission_id uuid not null,
  earner_id uuid not null,
  account_id uuid,
  address varchar(320),
  coach_name varchar(320) not null,
  wording varchar(20) not null,
  language varchar(20) not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  ended_at timestamp with time zone,
  earner_told_at timestamp with time zone,
  coach_told_at timestamp with time zone
);
create index coaching_share_by_submission on coaching_share (submission_id, created_at, id);
create index coaching_share_by_account on coaching_share (account_id, tenant_id, expires_at);
create index coaching_share_by_earner on coaching_share (tenant_id, earner_id);

-- What the earner keeps from that person: questions and artefacts by their ids.
create table coaching_withheld (
  share_id uuid not null references coaching_share (id),
  requirement_id varchar(100) not null,
  primary key (share_id, requirement_id)
);

-- about: r: and the id of a question or an artefact, c: and the id of a criterion, or empty. thread_id: the comment that it
-- answers. done_at: of a comment that begins a thread.
create table coaching_comment (
  id uuid not null primary key,
  share_id uuid not null references coaching_share (id),
  thread_id uuid,
  attempt integer not null,
  about varchar(110) not null,
  by_coach boolean not null,
  words text not null,
  written_at timestamp with time zone not null,
  done_at timestamp with time zone
);
create index coaching_comment_by_share on coaching_comment (share_id, id);

-- Each look of a coach. file_id: of one artefact's file; empty for the page with the texts.
create table coaching_view (
  id uuid not null primary key,
  share_id uuid not null references coaching_share (id),
  file_id uuid,
  viewed_at timestamp with time zone not null
);
create index coaching_view_by_share on coaching_view (share_id, viewed_at);

-- Addresses, in lower case, by which a coach is known: nobody who signs in with one of them scores that work.
create table coaching_known_address (
  share_id uuid not null references coaching_share (id),
  address_key varchar(320) not null,
  primary key (share_id, address_key)
);
create index coaching_known_address_by_address on coaching_known_address (address_key);

-- Links in mails that open a shared draft in one browser: good once, for a while.
create table coaching_ticket (
  token_hash varchar(64) not null primary key,
  share_id uuid not null references coaching_share (id),
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone
);
create index coaching_ticket_by_share on coaching_ticket (share_id, created_at);

create table coaching_session (
  token_hash varchar(64) not null primary key,
  share_id uuid not null references coaching_share (id),
  ends_at timestamp with time zone not null
);
create index coaching_session_by_share on coaching_session (share_id);
create index coaching_session_by_end on coaching_session (ends_at);
