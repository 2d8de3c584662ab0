package dev.messenger.notify;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Carries the SDK's requests, to FCM and to the token endpoint, over the JDK's HTTP client.
///
/// The SDK brings an Apache client whose threads belong to the JVM. This one speaks HTTP/2 too, has
/// one deadline for a whole request, ends with `close`, and lets tests put a stub in FCM's place.
///
/// Called by [Fcm] on virtual threads, which it blocks.
final class FcmTransport extends HttpTransport implements AutoCloseable {

    static final String FCM_HOST = "fcm.googleapis.com";

    /// Where `Retry-After` is found after [FcmAnswer] has put [FcmAnswer#NEVER] in its place.
    static final String RETRY_AFTER_OF_FCM = "x-retry-after-of-fcm";

    private static final int ANSWER_LIMIT = 1 << 20;

    private final URI endpoint;
    private final Duration timeout;
    private final HttpClient client;

    FcmTransport(URI endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        return new Exchange(method, redirected(URI.create(url)));
    }

    private URI redirected(URI uri) {
        return FCM_HOST.equals(uri.getHost()) ? endpoint.resolve(uri.getRawPath()) : uri;
    }

    /// Aborts what is under way.
    @Override
    public void close() {
        client.shutdownNow();
    }

    /// One request of the SDK, executed once.
    private final class Exchange extends LowLevelHttpRequest {

        private final String method;
        private final HttpRequest.Builder request;

        Exchange(String method, URI uri) {
            this.method = method;
            this.request = HttpRequest.newBuilder(uri);
            if (uri.getScheme().equals("http")) {
                request.version(Version.HTTP_1_1); // a stub: spare it the offer to upgrade
            }
        }

        @Override
        public void addHeader(String name, String value) {
            request.header(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (getStreamingContent() != null) {
                getStreamingContent().writeTo(body);
            }
            if (getContentType() != null) {
                request.header("Content-Type", getContentType());
            }
            if (getContentEncoding() != null) {
                request.header("Content-Encoding", getContentEncoding());
            }
            request.method(method, BodyPublishers.ofByteArray(body.toByteArray()));
            return new FcmAnswer(answer(request.build()));
        }
    }

    /// The client's own timeout would end with the answer's head; this deadline covers its body.
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_LIMIT));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped");
        }
    }
}
