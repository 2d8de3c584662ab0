-- All that the server remembers. Unique keys carry the rules that races would break; foreign keys
-- stand only on tables that are written seldom, because each costs a query per row.

CREATE TABLE server_meta (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Clients drop what they hold when it changes; change it after a restore that lost data.
    epoch    text NOT NULL
);

INSERT INTO server_meta (epoch)
VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 12));

CREATE TABLE users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login         text NOT NULL,
    -- Keys are folded by the server: lower() depends on the database's locale.
    login_key     text NOT NULL UNIQUE,
    user_name     text NOT NULL,
    name_key      text NOT NULL,
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    erased_at     timestamptz
);

CREATE TABLE avatars (
    user_id bigint PRIMARY KEY REFERENCES users,
    image   text NOT NULL
);

-- Base64 of compressed images: trying to compress it again is lost time.
ALTER TABLE avatars ALTER COLUMN image SET STORAGE EXTERNAL;

CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    user_id    bigint NOT NULL REFERENCES users,
    token_hash bytea NOT NULL UNIQUE,
    device     text,
    push_token text,
    created_at timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    -- Unique; an ordinary unique index holds no 4,096 characters.
    CONSTRAINT sessions_push_token EXCLUDE USING hash (push_token WITH =)
) WITH (fillfactor = 80);

CREATE INDEX sessions_of_user ON sessions (user_id) WHERE revoked_at IS NULL;

-- No index names a column that sending or reading changes, so that those updates stay on their page.
CREATE TABLE chats (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('direct', 'group')),
    user_low        bigint REFERENCES users,
    user_high       bigint REFERENCES users,
    title           text,
    last_seq        bigint NOT NULL DEFAULT 0,
    last_message_id bigint,
    last_at         timestamptz NOT NULL DEFAULT now(),
    archived_at     timestamptz,
    CHECK (kind <> 'direct' OR (user_low IS NOT NULL AND user_high IS NOT NULL)),
    CHECK (user_low < user_high)
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 500
);

CREATE UNIQUE INDEX chats_open_pair ON chats (user_low, user_high) WHERE archived_at IS NULL;

CREATE TABLE chat_members (
    chat_id       bigint NOT NULL REFERENCES chats,
    user_id       bigint NOT NULL REFERENCES users,
    role          text NOT NULL DEFAULT 'member',
    joined_seq    bigint NOT NULL DEFAULT 0,
    left_seq      bigint,
    delivered_seq bigint NOT NULL DEFAULT 0,
    read_seq      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (chat_id, user_id)
) WITH (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 500
);

CREATE INDEX chat_members_of_user ON chat_members (user_id);

-- Messages and changes of a chat together hold exactly the numbers 1…last_seq.
CREATE TABLE messages (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id       bigint NOT NULL,
    seq           bigint NOT NULL,
    sender_id     bigint NOT NULL,
    client_msg_id uuid NOT NULL,
    request_hash  bytea,
    content       text NOT NULL,
    -- The client's clock; shown, never used for order.
    time_stamp    timestamptz NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    is_edited     boolean NOT NULL DEFAULT false,
    archived_at   timestamptz,
    reply_to      bigint,
    file_id       bigint,
    UNIQUE (chat_id, seq),
    UNIQUE (chat_id, sender_id, client_msg_id)
);

CREATE TABLE changes (
    chat_id    bigint NOT NULL,
    seq        bigint NOT NULL,
    kind       text NOT NULL,
    message_id bigint,
    actor_id   bigint NOT NULL,
    data       jsonb,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat_id, seq)
);

CREATE TABLE files (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id   bigint NOT NULL REFERENCES users,
    handle     text NOT NULL UNIQUE,
    name       text NOT NULL,
    -- Null where the name's extension says it.
    type       text,
    size       bigint NOT NULL,
    path       text NOT NULL UNIQUE,
    -- Null until a message takes the file.
    message_id bigint,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX files_unattached ON files (created_at) WHERE message_id IS NULL;
