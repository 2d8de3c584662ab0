package dev.messenger.notify;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in the shape the SDK reads, with one change: the SDK sleeps on our thread and retries
/// a 503 by itself, but gives up at once when `Retry-After` is over a minute. So that every retry
/// is ours, that header always says a day, and the real one moves aside.
///
/// Used on the virtual thread of one attempt.
final class FcmAnswer extends LowLevelHttpResponse {

    private static final String NEVER = "86400";

    private record Header(String name, String value) {}

    private final HttpResponse<byte[]> answer;
    private final List<Header> headers = new ArrayList<>();

    FcmAnswer(HttpResponse<byte[]> answer) {
        this.answer = answer;
        headers.add(new Header("retry-after", NEVER));
        answer.headers().map().forEach(this::add);
    }

    private void add(String name, List<String> values) {
        boolean retryAfter = name.equalsIgnoreCase("retry-after");
        for (String value : values) {
            headers.add(new Header(retryAfter ? FcmTransport.RETRY_AFTER_OF_FCM : name, value));
        }
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(answer.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
        return answer.headers().firstValue("content-encoding").orElse(null);
    }

    @Override
    public long getContentLength() {
        return answer.body().length;
    }

    @Override
    public @Nullable String getContentType() {
        return answer.headers().firstValue("content-type").orElse(null);
    }

    @Override
    public String getStatusLine() {
        return "HTTP " + answer.statusCode();
    }

    @Override
    public int getStatusCode() {
        return answer.statusCode();
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return null; // HTTP/2 has none
    }

    @Override
    public int getHeaderCount() {
        return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
        return headers.get(index).name();
    }

    @Override
    public String getHeaderValue(int index) {
        return headers.get(index).value();
    }
}
