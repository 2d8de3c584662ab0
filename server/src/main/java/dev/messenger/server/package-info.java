/// Where the server is put together and configured.
@NullMarked
package dev.messenger.server;

import org.jspecify.annotations.NullMarked;
