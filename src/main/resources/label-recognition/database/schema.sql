-- What machines share that read labels with one account. It is made at the first start, in the schema that the connection has by default;
-- where that user may make no tables, run this script before, and grant select, insert, update and delete on them.

create table lr_schema (
  version integer not null
);

-- One row for each start of the application: its number is never used again. It is alive until its lease ends, and is never revived.
create table lr_node (
  node bigint generated always as identity primary key,
  name text not null,
  since timestamptz not null default clock_timestamp(),
  lease_until timestamptz not null
);

-- Photos of shared inboxes that a node has taken up, and names that it is about to give.
create table lr_claim (
  place text collate "C" not null,
  name text collate "C" not null,
  node bigint not null,
  primary key (place, name)
) with (fillfactor = 70);

-- Photos by their bytes, settings and account: what was sent, and what became of it. Of the record, "state" is what the statements go by:
-- 0 held, 1 being sent, 2 sent, 3 finished, 4 not to be read, 5 failed. Reserved are calls of the month that are counted and not made yet.
create table lr_task (
  key text collate "C" primary key,
  node bigint,
  state smallint not null,
  at timestamptz not null,
  record text,
  until timestamptz,
  answer_ms bigint not null default 0,
  account text,
  month date,
  reserved integer not null default 0
) with (fillfactor = 50);

create index lr_task_until on lr_task (until) where until is not null;

-- Calls of an account in a month (UTC), those set aside included.
create table lr_ledger (
  account text not null,
  month date not null,
  calls bigint not null,
  primary key (account, month)
) with (fillfactor = 10);

-- Accounts that nothing is sent with for now, and the node that tries whether that is over.
create table lr_account (
  account text primary key,
  stopped_until timestamptz not null,
  reason text not null,
  detail text not null,
  probe bigint,
  probe_until timestamptz
);

insert into lr_schema (version) values (1);
