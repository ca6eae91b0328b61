-- What a version's authors say of its quality, item by item, and who confirmed it for which words (revision).
create table authoring_check (
  version_id uuid not null references authoring_version (id),
  tenant_id uuid not null references tenant (id),
  item varchar(40) not null,
  answer varchar(20) not null,
  note varchar(1000) not null,
  answered_by uuid not null,
  answered_at timestamp with time zone not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  confirmed_revision integer,
  primary key (version_id, item)
);

-- What a tenant asks of versions before they are published; without a row, nothing more than a second person.
create table authoring_policy (
  tenant_id uuid not null primary key references tenant (id),
  checklist_required boolean not null,
  changed_by uuid not null,
  changed_at timestamp with time zone not null
);

-- What authors tell each other about a version; earners and assessors never see it.
create table authoring_note (
  id uuid not null primary key,
  tenant_id uuid not null references tenant (id),
  version_id uuid not null references authoring_version (id),
  staff_id uuid not null,
  body varchar(4000) not null,
  written_at timestamp with time zone not null
);
create index authoring_note_by_version on authoring_note (version_id, written_at, id);
