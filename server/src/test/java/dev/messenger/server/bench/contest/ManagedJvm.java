package dev.messenger.server.bench.contest;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.jfr.FlightRecorderMXBean;

/// Another JVM, asked over its own management interface: nothing runs in it between two questions.
public final class ManagedJvm implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    private ManagedJvm(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.connection = connector.getMBeanServerConnection();
    }

    // The address is one that a child of this program gave.
    @SuppressWarnings("BanJNDI")
    static ManagedJvm of(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new ManagedJvm(
                        JMXConnectorFactory.connect(
                                new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /// Its JDK Flight Recorder.
    public FlightRecorderMXBean flightRecorder() throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(
                connection, FlightRecorderMXBean.MXBEAN_NAME, FlightRecorderMXBean.class);
    }

    /// Bytes allocated by all threads there were; what a virtual one allocates counts for its carrier.
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
