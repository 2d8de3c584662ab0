package dev.messenger.protocol;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/// How the few kinds of values of the wire are read and written.
final class WireTypes extends SimpleModule {

    private static final long serialVersionUID = 1L;

    WireTypes() {
        addDeserializer(String.class, new Text());
        addDeserializer(long.class, new WholeNumber());
        addDeserializer(Long.class, new WholeNumber());
        addDeserializer(Boolean.class, new Flag());
        addDeserializer(Instant.class, new ClientTime());
        addDeserializer(UUID.class, new Uuid());
        addSerializer(Instant.class, new Timestamp());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addValueInstantiators(new DirectConstructors());
    }

    /// A JSON string. U+0000, which PostgreSQL cannot hold, and halves of surrogate pairs, which UTF-8
    /// cannot, are refused: what is accepted comes back as it was.
    private static final class Text extends ValueDeserializer<String> {
        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw Rejected.because(Reason.INVALID_TYPE, "This field must be a string.");
            }
            String text = parser.getString();
            Check.characters(text);
            return text;
        }
    }

    private static long wholeNumber(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default ->
                    throw Rejected.because(
                            Reason.OUT_OF_RANGE, "This field must be a smaller number.");
        };
    }

    /// A JSON integer, or a decimal string, which is all that a form can carry.
    private static final class WholeNumber extends ValueDeserializer<Long> {

        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return wholeNumber(parser);
            }
            if (parser.hasToken(JsonToken.VALUE_STRING)
                    && DECIMAL.matcher(parser.getString()).matches()) {
                return Long.parseLong(parser.getString());
            }
            throw Rejected.because(Reason.INVALID_TYPE, "This field must be an integer.");
        }
    }

    /// `true` or `false`, and no string that looks like either or like nothing.
    private static final class Flag extends ValueDeserializer<Boolean> {
        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                default ->
                        throw Rejected.because(
                                Reason.INVALID_TYPE, "This field must be true or false.");
            };
        }
    }

    /// What clients send as a time: see [TimeOfDay].
    private static final class ClientTime extends ValueDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return TimeOfDay.ofEpochMillis(wholeNumber(parser));
            }
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return TimeOfDay.parse(parser.getString());
            }
            throw Rejected.because(
                    Reason.INVALID_TYPE, "This field must be a date as a string or a number.");
        }
    }

    /// In the one form of RFC 9562, section 4: two spellings of one key would be two keys to others.
    private static final class Uuid extends ValueDeserializer<UUID> {

        @Override
        public UUID deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw Rejected.because(Reason.INVALID_TYPE, "This field must be a string.");
            }
            String text = parser.getString();
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equalsIgnoreCase(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException notEvenNearly) {
                // Refused below.
            }
            throw Rejected.because(Reason.INVALID_VALUE, "This field must be a UUID.");
        }
    }

    private static final class Timestamp extends ValueSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(TimeOfDay.format(value));
        }
    }
}
