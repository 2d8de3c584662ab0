/// Under construction.
@NullMarked
package dev.messenger.storage;

import org.jspecify.annotations.NullMarked;
