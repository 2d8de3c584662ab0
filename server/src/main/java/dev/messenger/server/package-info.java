/// Under construction.
@NullMarked
package dev.messenger.server;

import org.jspecify.annotations.NullMarked;
