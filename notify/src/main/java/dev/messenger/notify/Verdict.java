package dev.messenger.notify;

import com.google.auth.Retryable;
import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MessagingErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of one attempt. Made and read on the notifier's virtual threads.
///
/// Reasons are FCM's symbols, never its sentences, which may quote what was sent.
sealed interface Verdict {

    record Delivered() implements Verdict {}

    /// The device is gone, or the token is another project's or no token at all.
    record DeadToken(String reason) implements Verdict {}

    /// Worth another attempt, not sooner than `atLeast`.
    record Later(String reason, Duration atLeast) implements Verdict {}

    /// No attempt with this push or these credentials can succeed.
    record Refused(String reason) implements Verdict {}

    static Verdict of(FirebaseMessagingException failure, Duration quota) {
        MessagingErrorCode code = failure.getMessagingErrorCode();
        IncomingHttpResponse answer = failure.getHttpResponse();
        if (answer == null) {
            return withoutAnswer(failure.getCause());
        }
        String reason = code != null ? code.name() : failure.getErrorCode().name();
        if (namesTheToken(code, failure)) {
            return new DeadToken(reason);
        }
        int status = answer.getStatusCode();
        if (status == 429 || code == MessagingErrorCode.QUOTA_EXCEEDED) {
            return new Later(reason, retryAfter(answer, quota));
        }
        if (status >= 500) {
            return new Later(reason, retryAfter(answer, Duration.ZERO));
        }
        return new Refused(reason);
    }

    /// No answer from FCM, or no access token to ask it with; Google's library marks what is beyond
    /// repair: a key that was deleted, or a clock that is wrong.
    private static Verdict withoutAnswer(@Nullable Throwable cause) {
        if (cause instanceof Retryable credentials) {
            return credentials.isRetryable()
                    ? new Later("NO_ACCESS_TOKEN", Duration.ZERO)
                    : new Refused("CREDENTIALS_REFUSED");
        }
        return new Later(
                cause == null ? "NO_ANSWER" : cause.getClass().getSimpleName(), Duration.ZERO);
    }

    private static boolean namesTheToken(
            @Nullable MessagingErrorCode code, FirebaseMessagingException failure) {
        return switch (code) {
            case UNREGISTERED, SENDER_ID_MISMATCH -> true;
            // The same code stands for an over-long payload or a bad key, which are our faults.
            case INVALID_ARGUMENT -> isAboutTheToken(failure);
            case THIRD_PARTY_AUTH_ERROR, INTERNAL, QUOTA_EXCEEDED, UNAVAILABLE -> false;
            case null -> false;
        };
    }

    private static boolean isAboutTheToken(FirebaseMessagingException failure) {
        String content = failure.getHttpResponse().getContent();
        return content != null
                && (content.contains("\"message.token\"")
                        || content.toLowerCase(Locale.ROOT).contains("registration token"));
    }

    private static Duration retryAfter(IncomingHttpResponse answer, Duration otherwise) {
        return answer.getHeaders().get(FcmTransport.RETRY_AFTER_OF_FCM) instanceof List<?> values
                ? RetryAfter.parse(String.valueOf(values.getFirst()), otherwise)
                : otherwise;
    }
}
