package dev.messenger.server.bench.contest;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// What another JVM has allocated so far, asked over its own management interface: nothing runs in it
/// between two questions.
public final class Heap implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    private Heap(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.connection = connector.getMBeanServerConnection();
    }

    // The address is one that a child of this program gave.
    @SuppressWarnings("BanJNDI")
    static Heap of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new Heap(
                        JMXConnectorFactory.connect(
                                new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /// By all threads there were; what a virtual one allocates counts for its carrier.
    long allocatedBytes() {
        try {
            ObjectName threads = new ObjectName("java.lang:type=Threading");
            return (Long) connection.getAttribute(threads, "TotalThreadAllocatedBytes");
        } catch (IOException | JMException e) {
            throw new IllegalStateException("the JVM does not answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
