/// Under construction.
@NullMarked
package dev.messenger.notify;

import org.jspecify.annotations.NullMarked;
