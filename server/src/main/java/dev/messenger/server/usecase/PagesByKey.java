package dev.messenger.server.usecase;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/// Rows in the order of a key, a page at a time, each read when it is asked for. The last page, and
/// only that, is short or empty. For one thread at a time.
final class PagesByKey<R> implements Iterator<List<R>> {

    private final int size;
    private final LongFunction<List<R>> after;
    private final ToLongFunction<R> key;
    private long last;
    private boolean ended;

    /// @param size rows of a full page
    /// @param after reads the rows after a key; all keys are above 0
    PagesByKey(int size, LongFunction<List<R>> after, ToLongFunction<R> key) {
        this.size = size;
        this.after = after;
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public List<R> next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        List<R> page = after.apply(last);
        ended = page.size() < size;
        if (!page.isEmpty()) {
            last = key.applyAsLong(page.getLast());
        }
        return page;
    }

    /// The same pages with other rows in them.
    <T> Iterator<List<T>> map(Function<R, T> row) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return PagesByKey.this.hasNext();
            }

            @Override
            public List<T> next() {
                return PagesByKey.this.next().stream().map(row).toList();
            }
        };
    }
}
