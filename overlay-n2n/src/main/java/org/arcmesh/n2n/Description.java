package org.arcmesh.n2n;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.arcmesh.core.Bytes;

/**
 * The essentials of a session description: all that one side of a WebRTC connection has to know of
 * the other. The rest of an SDP (RFC 8866) is the same for every data channel, and is rebuilt from
 * a template, so that nothing unchecked reaches native code.
 *
 * @param ufrag ICE user name fragment (RFC 8839, 5.4)
 * @param password ICE password
 * @param fingerprint SHA-256 of the DTLS certificate (RFC 8122), 32 bytes
 * @param candidates ICE candidates, at most {@value #CANDIDATES_MAX}
 */
public record Description(
    String ufrag, String password, Bytes fingerprint, List<String> candidates) {
  public static final int CANDIDATES_MAX = 16;

  private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");

  public Description {
    candidates = List.copyOf(candidates);
    if (!UFRAG.matcher(ufrag).matches()) {
      throw new IllegalArgumentException("no ICE user name fragment");
    }
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException("no ICE password");
    }
    if (fingerprint.size() != 32) {
      throw new IllegalArgumentException("a fingerprint of " + fingerprint.size() + " bytes");
    }
    if (candidates.size() > CANDIDATES_MAX) {
      throw new IllegalArgumentException(candidates.size() + " candidates");
    }
    candidates.forEach(Description::checkCandidate);
  }

  /**
   * The candidate, if it is one of UDP as RFC 8839 writes them, without the word {@code
   * candidate:}.
   *
   * @throws IllegalArgumentException if it is not
   */
  static String checkCandidate(String candidate) {
    Objects.requireNonNull(candidate);
    if (candidate.length() > 256 || !CANDIDATE.matcher(candidate).matches()) {
      throw new IllegalArgumentException("no ICE candidate");
    }
    return candidate;
  }

  // foundation component transport priority address port typ type [raddr rport] [extensions]
  private static final Pattern CANDIDATE =
      Pattern.compile(
          "[A-Za-z0-9+/]{1,32} [1-9]\\d{0,2} (?i:udp|tcp) \\d{1,10} [A-Za-z0-9.:-]{1,100} \\d{1,5}"
              + " typ (host|srflx|prflx|relay)( [A-Za-z0-9+/.:_-]{1,100} [A-Za-z0-9+/.:_-]{1,100}){0,10}");
}
