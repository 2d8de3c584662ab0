package dev.messenger.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// A block of addresses, such as `10.0.0.0/8` (RFC 4632).
///
/// @param prefix the first address
/// @param bits how many leading bits all of them share
public record Network(InetAddress prefix, int bits) {

    /// What one subscriber of IPv6 usually has, and may move about in (RFC 6177).
    private static final int SUBSCRIBER_BITS = 64;

    public Network {
        prefix = cut(prefix, bits);
    }

    /// Reads `ADDRESS/BITS`, or an address alone; never asks for a name.
    ///
    /// @throws IllegalArgumentException if it is neither
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
        int most = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseInt(text, slash + 1, text.length(), 10);
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("bits: " + bits + " (expected: 0 to " + most + ")");
        }
        return new Network(address, bits);
    }

    /// `10.1` would be 10.0.0.1, which is not what is meant by `10.1/16`.
    private static InetAddress literal(String text) {
        if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
            throw new IllegalArgumentException("address: " + text + " (expected: a.b.c.d)");
        }
        return InetAddress.ofLiteral(text);
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == prefix.getAddress().length
                && cut(address, bits).equals(prefix);
    }

    /// The address by which a client is counted: an IPv6 one without the half that it may choose.
    static InetAddress subscriber(InetAddress address) {
        return address instanceof Inet6Address ? cut(address, SUBSCRIBER_BITS) : address;
    }

    private static InetAddress cut(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the length did not change", e);
        }
    }
}
