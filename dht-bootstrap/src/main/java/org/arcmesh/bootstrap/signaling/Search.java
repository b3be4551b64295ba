package org.arcmesh.bootstrap.signaling;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.core.Discovery.Answer;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;

/** One lookup, from the first endpoint to its end. */
final class Search {
  /** More endpoints than anybody will dial. */
  private static final int SEEN_MAX = 512;

  private final DoorConfig config;
  private final DialBook book;
  private final Vouchers vouchers;
  private final DiscoveryCounters counters;
  private final LongSupplier nowMillis;
  private final Consumer<Answer> answers;
  private final Set<Endpoint> seen = new LinkedHashSet<>();
  private final Set<Endpoint> blocked = new LinkedHashSet<>();
  private int found;
  private boolean over;

  Search(
      DoorConfig config,
      DialBook book,
      Vouchers vouchers,
      DiscoveryCounters counters,
      LongSupplier nowMillis,
      Consumer<Answer> answers) {
    this.config = config;
    this.book = book;
    this.vouchers = vouchers;
    this.counters = counters;
    this.nowMillis = nowMillis;
    this.answers = answers;
  }

  /** The DHT says that there is a node. */
  void hear(Hint hint) {
    Endpoint endpoint = hint.endpoint();
    vouchers.heard(hint);
    if (Addresses.isDialable(endpoint, config.isPublic())) {
      consider(endpoint);
    } else if (note(endpoint)) {
      counters.rejected(Rejection.PRIVATE_HOST);
    }
  }

  /** The user named it, or we know it from before. */
  void consider(Endpoint endpoint) {
    if (over || book.isOurs(endpoint) || !note(endpoint)) {
      return;
    }
    counters.hint();
    if (book.provenAt(endpoint).filter(config.reachable().negate()).isPresent()) {
      counters.rejected(Rejection.CUT);
    } else if (book.isBlocked(endpoint, nowMillis.getAsLong())) {
      blocked.add(endpoint);
    } else {
      find(endpoint);
    }
  }

  private boolean note(Endpoint endpoint) {
    return seen.size() < SEEN_MAX && seen.add(endpoint);
  }

  /** Over, unless it was before. */
  void end(int responders) {
    if (over) {
      return;
    }
    over = true;
    if (found == 0) {
      blocked.forEach(
          endpoint -> {
            book.lift(endpoint);
            find(endpoint);
          });
    }
    answers.accept(new LookedUp(found, responders));
  }

  private void find(Endpoint endpoint) {
    found++;
    answers.accept(new Found(endpoint));
  }
}
