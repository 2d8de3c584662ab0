/// The rules: who may do what, and what it leads to. No Netty, no JSON, no SQL.
///
/// A use case decides and returns data; it calls storage to read and to keep what takes no `seq`, and
/// never calls outwards. Runs on virtual threads and may block. May depend on storage and protocol.
@NullMarked
package dev.messenger.server.usecase;

import org.jspecify.annotations.NullMarked;
