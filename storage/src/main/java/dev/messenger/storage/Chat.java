package dev.messenger.storage;

/// A direct chat. `low` and `high` are its two members, the smaller id first.
public record Chat(long id, long low, long high, long lastSeq) {

    public boolean hasMember(long userId) {
        return userId == low || userId == high;
    }

    /// The member who is not `userId`.
    public long other(long userId) {
        return userId == low ? high : low;
    }
}
