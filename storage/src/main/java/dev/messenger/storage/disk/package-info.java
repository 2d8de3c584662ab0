/// Contents of uploaded files, in a directory on disk. May depend on `dev.messenger.storage` only.
/// Everything here blocks and runs on virtual threads, never on an event loop.
@NullMarked
package dev.messenger.storage.disk;

import org.jspecify.annotations.NullMarked;
