/// What travels: frames, REST bodies, error and close codes, and the JSON between them and bytes.
///
/// Field names are the contract of the original messenger, odd spellings included; they never change.
/// No Netty, no JDBC, no other module. Everything here is a value or a pure function, safe on any
/// thread; reading JSON takes a few microseconds and may run on an event loop when it is small.
@NullMarked
package dev.messenger.protocol;

import org.jspecify.annotations.NullMarked;
