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
   * @param urls as {@code stun:host:port} or {@code turn:host:port}
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
      }
    }

    public static IceServer stun(String url) {
      return new IceServer(List.of(url), "", "");
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
}
