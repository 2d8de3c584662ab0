/// The API's description of itself, made of the records that travel: JSON Schema, and around it an
/// OpenAPI document of the paths and an AsyncAPI document of the frames.
///
/// Names, types and what must be there come from the records' components, bounds from what the records
/// refuse when asked, codes from the enums; `words.json` has what no code says, and a field without a
/// word fails the build. May depend on the protocol alone. Runs once, on whatever thread asks first.
@NullMarked
package dev.messenger.protocol.reference;

import org.jspecify.annotations.NullMarked;
