package org.arcmesh.bootstrap.signaling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.arcmesh.core.Admission;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Secret;

/**
 * Under which keys an overlay is announced and looked up in the DHT.
 *
 * <p>Of a public one it is the application key. Of a private one only those who know the secret can
 * tell it, and it is another one every day, so that whoever stores it cannot follow the overlay
 * over time (PROTOCOLS 7, "Private overlay").
 */
final class LookupKeys {
  /**
   * So long before and after midnight (UTC) the key of the other day is used, too. An announcement
   * is repeated within 12 minutes, and clocks may differ by five: who looks for the new day's key
   * finds nodes that have announced it. Guess: twice what is needed.
   */
  static final Duration OVERLAP = Duration.ofMinutes(30);

  private final Admission admission;
  private final Clock clock;

  LookupKeys(Admission admission, Clock clock) {
    this.admission = admission;
    this.clock = clock;
  }

  /** The keys of this moment, 20 bytes each: one, or two near midnight. */
  List<Bytes> now() {
    if (admission.secret().isEmpty()) {
      return List.of(admission.application().bytes());
    }
    Instant now = clock.instant();
    return Stream.of(now.minus(OVERLAP), now, now.plus(OVERLAP))
        .map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC))
        .distinct()
        .map(day -> key(admission.secret().get(), day))
        .toList();
  }

  private Bytes key(Secret secret, LocalDate day) {
    // The day as 2026-11-29.
    Bytes content = admission.application().bytes().concat(Bytes.utf8(day.toString()));
    return secret.code(content).slice(0, 20);
  }
}
