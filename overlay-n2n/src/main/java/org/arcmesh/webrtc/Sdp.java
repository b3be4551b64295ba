package org.arcmesh.webrtc;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.arcmesh.core.Bytes;
import org.arcmesh.n2n.Description;

/**
 * Session descriptions (RFC 8866) of data channels: our own taken apart, those of others rebuilt.
 *
 * <p>What is handed to native code is this template and five checked values, never a text that came
 * from elsewhere.
 */
final class Sdp {
  /** The media id of the one section; candidates are added to it. */
  static final String MID = "0";

  private static final Pattern UFRAG = line("ice-ufrag:(\\S+)");
  private static final Pattern PASSWORD = line("ice-pwd:(\\S+)");
  private static final Pattern FINGERPRINT =
      line("fingerprint:(?i:sha-256) ((?:\\p{XDigit}{2}:){31}\\p{XDigit}{2})");

  /** foundation, component, transport, priority, address, port, "typ", type. */
  private static final int ESSENTIAL_WORDS = 8;

  private static final long PRIORITY_MAX = (1L << 31) - 1;

  private Sdp() {}

  private static Pattern line(String attribute) {
    return Pattern.compile("^a=" + attribute + "\\s*$", Pattern.MULTILINE);
  }

  /** An offer to us, rebuilt. Offerer and answerer take the roles of RFC 8842, 5.2. */
  static String ofOffer(Description description) {
    return render(description, "actpass");
  }

  /** An answer to us, rebuilt. */
  static String ofAnswer(Description description) {
    return render(description, "active");
  }

  private static String render(Description description, String setup) {
    StringBuilder sdp = new StringBuilder(640);
    for (String line :
        List.of(
            "v=0",
            "o=- 1 2 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE " + MID,
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=mid:" + MID,
            "a=ice-ufrag:" + description.ufrag(),
            "a=ice-pwd:" + description.password(),
            "a=ice-options:trickle",
            "a=fingerprint:sha-256 " + colons(description.fingerprint()),
            "a=setup:" + setup,
            "a=sctp-port:5000",
            "a=max-message-size:262144")) {
      sdp.append(line).append("\r\n");
    }
    for (String candidate : description.candidates()) {
      if (isUsable(candidate)) {
        sdp.append("a=candidate:").append(candidate).append("\r\n");
      }
    }
    return sdp.toString();
  }

  private static String colons(Bytes fingerprint) {
    return fingerprint.toHex().toUpperCase().replaceAll("(..)(?!$)", "$1:");
  }

  /**
   * Our own side, from what native code wrote.
   *
   * @param candidates as {@link #essential} has them
   * @throws AssertionError if it is not what native code writes
   */
  static Description describe(String sdp, List<String> candidates) {
    String fingerprint = find(FINGERPRINT, sdp).replace(":", "");
    return new Description(
        find(UFRAG, sdp), find(PASSWORD, sdp), Bytes.hex(fingerprint), candidates);
  }

  private static String find(Pattern attribute, String sdp) {
    Matcher matcher = attribute.matcher(sdp);
    if (!matcher.find()) {
      throw new AssertionError("no " + attribute + " in a local description");
    }
    return matcher.group(1);
  }

  /**
   * A candidate of our own, {@code candidate:} and all that the other side does not need taken off,
   * related addresses among them; nothing if it is of no use to others.
   */
  static Optional<String> essential(String candidate) {
    String[] words = candidate.replaceFirst("^(a=)?candidate:", "").split(" ");
    String essential =
        String.join(" ", Arrays.copyOf(words, Math.min(words.length, ESSENTIAL_WORDS)));
    return isUsable(essential) ? Optional.of(essential) : Optional.empty();
  }

  /**
   * Whether native code may have this candidate: UDP, with a literal address. Names are not looked
   * up: those that end in {@code .local} are a browser's, which then shows as peer-reflexive, and
   * any other would let a stranger have us ask the DNS.
   */
  static boolean isUsable(String candidate) {
    String[] words = candidate.split(" ");
    if (words.length < ESSENTIAL_WORDS || !words[2].equalsIgnoreCase("udp")) {
      return false;
    }
    int port = number(words[5]) <= 65535 ? (int) number(words[5]) : 0;
    return number(words[1]) == 1
        && number(words[3]) <= PRIORITY_MAX
        && port > 0
        && (NetUtil.isValidIpV4Address(words[4]) || NetUtil.isValidIpV6Address(words[4]));
  }

  private static long number(String word) {
    return word.matches("\\d{1,10}") ? Long.parseLong(word) : Long.MAX_VALUE;
  }
}
