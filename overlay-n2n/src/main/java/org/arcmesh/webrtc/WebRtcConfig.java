package org.arcmesh.webrtc;

import java.time.Duration;
import java.util.List;

/**
 * Settings of the live runtime.
 *
 * @param iceServers STUN and TURN servers; none are needed between peers that reach each other
 * @param portMin lowest UDP port of connections, or 0 for any
 * @param portMax highest UDP port of connections, or 0 for any
 * @param gatherQuiet without ICE servers: how long no candidate may have come before an offer or
 *     answer is signaled with those there are. Local ones come within 1 ms of each other, but the
 *     end of gathering is announced 100 ms later.
 * @param gatherTimeout after which an offer or answer is signaled in any case; candidates that are
 *     found later follow one by one
 * @param connectTimeout after which a session that is not open has failed
 * @param handshakesMax sessions of one runtime that may be opening at once; one more fails at once.
 *     A JVM opens about 80 a second and the deadline of an attempt is 5 s.
 * @param setUpsPerSecond links that one runtime sets up between peers of its own, on average; an
 *     end of a link to somewhere else counts half. Over it, and while the native thread is three
 *     quarters of a second behind, offers are told to wait. PROTOCOLS 1: the one native thread
 *     takes about 12 ms for both ends.
 * @param highWaterBytes what a data channel may have buffered before the rest waits outside
 * @param outboundBytesMax what may wait for one link: over a half of it expendable frames are
 *     dropped, over all of it the link is closed. A data channel closes itself at 16 MiB.
 * @param inboundBytesMax what may have come in over one link and wait for the peer; over it the
 *     link is closed
 * @param inboundPerSecond messages that one link may bring in a second, on average, and twice that
 *     in one burst; over it the link is closed. Guess: what takes a loop about a half of its time.
 */
public record WebRtcConfig(
    List<IceServer> iceServers,
    int portMin,
    int portMax,
    Duration gatherQuiet,
    Duration gatherTimeout,
    Duration connectTimeout,
    int handshakesMax,
    int setUpsPerSecond,
    int highWaterBytes,
    int outboundBytesMax,
    int inboundBytesMax,
    int inboundPerSecond) {
  public static final WebRtcConfig DEFAULT =
      new WebRtcConfig(
          List.of(),
          0,
          0,
          Duration.ofMillis(2),
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          400,
          80,
          1 << 20,
          8 << 20,
          8 << 20,
          100_000);

  /**
   * A STUN or TURN server.
   *
   * @param urls as {@code stun:host:port} or {@code turn:host:port}; one of TURN needs credentials
   * @param userName for TURN, else empty
   * @param password for TURN, else empty
   */
  public record IceServer(List<String> urls, String userName, String password) {
    public IceServer {
      urls = List.copyOf(urls);
      for (String url : urls) {
        if (!url.matches(
            "(stun|stuns|turn|turns):[A-Za-z0-9.\\[\\]:_-]{1,255}(\\?transport=udp)?")) {
          throw new IllegalArgumentException("'" + url + "' is no STUN or TURN URL");
        }
        // Without them native code refuses the connection, and says so of each one anew.
        if (url.startsWith("turn") && (userName.isEmpty() || password.isEmpty())) {
          throw new IllegalArgumentException("'" + url + "' needs a user and a password");
        }
      }
    }

    public static IceServer stun(String url) {
      return new IceServer(List.of(url), "", "");
    }

    /**
     * Reads a server as users write it: {@code stun:HOST:PORT} or {@code
     * turn:USER:PASSWORD@HOST:PORT}; {@code stuns} and {@code turns} go over TLS.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static IceServer parse(String text) {
      int scheme = text.indexOf(':');
      int at = text.lastIndexOf('@');
      if (scheme < 0 || at < 0) {
        return stun(text);
      }
      String credentials = text.substring(scheme + 1, at);
      int colon = credentials.indexOf(':');
      if (colon < 0) {
        // The text is not repeated: a part of it is a password.
        throw new IllegalArgumentException("a TURN server is turn:USER:PASSWORD@HOST:PORT");
      }
      return new IceServer(
          List.of(text.substring(0, scheme + 1) + text.substring(at + 1)),
          credentials.substring(0, colon),
          credentials.substring(colon + 1));
    }
  }

  public WebRtcConfig {
    iceServers = List.copyOf(iceServers);
    if (portMin < 0 || portMax > 65535 || portMin > portMax || portMin == 0 != (portMax == 0)) {
      throw new IllegalArgumentException("no port range: " + portMin + " to " + portMax);
    }
    if (gatherQuiet.compareTo(gatherTimeout) > 0 || gatherTimeout.compareTo(connectTimeout) >= 0) {
      throw new IllegalArgumentException(
          "gatherQuiet, gatherTimeout and connectTimeout must be in this order");
    }
    if (handshakesMax < 1 || setUpsPerSecond < 1 || inboundPerSecond < 1) {
      throw new IllegalArgumentException(
          "handshakesMax, setUpsPerSecond and inboundPerSecond must be positive");
    }
    if (highWaterBytes < 1 << 16 || highWaterBytes + (long) outboundBytesMax > 15 << 20) {
      throw new IllegalArgumentException(
          "highWaterBytes must be 64 KiB at least, and 15 MiB at most with outboundBytesMax");
    }
    if (outboundBytesMax < 1 << 20 || inboundBytesMax < 1 << 20) {
      throw new IllegalArgumentException("outboundBytesMax or inboundBytesMax is under 1 MiB");
    }
  }

  public WebRtcConfig withIceServers(List<IceServer> servers) {
    return with(servers, portMin, portMax);
  }

  /** With connections on UDP ports of this range only, both ends of it included. */
  public WebRtcConfig withPorts(int min, int max) {
    return with(iceServers, min, max);
  }

  private WebRtcConfig with(List<IceServer> servers, int min, int max) {
    return new WebRtcConfig(
        servers,
        min,
        max,
        gatherQuiet,
        gatherTimeout,
        connectTimeout,
        handshakesMax,
        setUpsPerSecond,
        highWaterBytes,
        outboundBytesMax,
        inboundBytesMax,
        inboundPerSecond);
  }
}
