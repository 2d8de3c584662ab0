/// Under construction.
@NullMarked
package dev.messenger.protocol;

import org.jspecify.annotations.NullMarked;
