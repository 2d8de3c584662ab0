package dev.messenger.notify;

import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.ThreadManager;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// The Firebase Admin SDK, tamed: one blocking attempt a call, no retries and no threads of its
/// own. Called on the notifier's virtual threads, many at once.
final class Fcm implements AutoCloseable {

    private final FcmTransport transport;
    private final FirebaseApp app;
    private final FirebaseMessaging messaging;
    private final Duration quota;

    private Fcm(FcmTransport transport, FirebaseApp app, Duration quota) {
        this.transport = transport;
        this.app = app;
        this.messaging = FirebaseMessaging.getInstance(app);
        this.quota = quota;
    }

    static Fcm open(Path serviceAccountFile, FirebaseSettings settings) {
        FcmTransport transport = new FcmTransport(settings.endpoint(), settings.timeout());
        try {
            ServiceAccountCredentials account = ServiceAccount.read(serviceAccountFile, transport);
            FirebaseOptions options =
                    FirebaseOptions.builder()
                            .setCredentials(account)
                            .setProjectId(account.getProjectId())
                            .setHttpTransport(transport)
                            .setJsonFactory(GsonFactory.getDefaultInstance())
                            .setThreadManager(new VirtualThreads())
                            .build();
            // Named, for the SDK keeps its apps in a static map and the default may be another's.
            String name = "messenger-" + UUID.randomUUID();
            return new Fcm(
                    transport,
                    FirebaseApp.initializeApp(options, name),
                    settings.retries().quota());
        } catch (RuntimeException failed) {
            transport.close();
            throw failed;
        }
    }

    Verdict send(PushMessage push) {
        try {
            messaging.send(message(push));
            return new Verdict.Delivered();
        } catch (FirebaseMessagingException failure) {
            return Verdict.of(failure, quota);
        } catch (RuntimeException fault) { // the SDK's word for what it cannot build or parse
            return new Verdict.Refused(fault.getClass().getSimpleName());
        }
    }

    /// The SDK would rather have installation ids, but registration tokens are what clients send.
    @SuppressWarnings("deprecation")
    private static Message message(PushMessage push) {
        return Message.builder()
                .setToken(push.token())
                .setNotification(
                        Notification.builder().setTitle(push.title()).setBody(push.body()).build())
                .putAllData(push.data())
                .setAndroidConfig(
                        AndroidConfig.builder()
                                .setCollapseKey(push.collapseKey())
                                .setNotification(
                                        AndroidNotification.builder()
                                                .setTag(push.collapseKey())
                                                .setNotificationCount(push.unread())
                                                .build())
                                .build())
                .setApnsConfig(
                        ApnsConfig.builder()
                                .putHeader("apns-collapse-id", push.collapseKey())
                                .setAps(Aps.builder().setBadge(push.unread()).build())
                                .build())
                .build();
    }

    /// Aborts what is under way and removes the app from the SDK's static map.
    @Override
    public void close() {
        app.delete();
        transport.close();
    }

    /// The SDK's own pool has up to 100 threads that keep a JVM alive. Nothing we call uses it; if
    /// that changes, nothing outlives the app.
    private static final class VirtualThreads extends ThreadManager {

        @Override
        protected ExecutorService getExecutor(FirebaseApp app) {
            return Executors.newVirtualThreadPerTaskExecutor();
        }

        @Override
        protected void releaseExecutor(FirebaseApp app, ExecutorService executor) {
            executor.shutdownNow();
        }

        @Override
        protected ThreadFactory getThreadFactory() {
            return Thread.ofVirtual().factory();
        }
    }
}
