package org.arcmesh.bootstrap.signaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.arcmesh.bootstrap.mainline.Hint;
import org.arcmesh.core.Discovery.Answer;
import org.arcmesh.core.Discovery.Found;
import org.arcmesh.core.Discovery.LookedUp;
import org.arcmesh.core.Endpoint;

/**
 * One lookup, from the first endpoint to its end.
 *
 * <p>As many hints as may be dialed at once are passed on as they come. More of them wait for the
 * end, when it is known which of them most nodes of the DHT named: whoever floods a key with wrong
 * hints then comes last.
 */
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
  private final List<Endpoint> waiting = new ArrayList<>();
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
      consider(endpoint, found >= config.dialsAtOnce());
    } else if (note(endpoint)) {
      counters.rejected(Rejection.PRIVATE_HOST);
    }
  }

  /** The user named it, or we know it from before. */
  void consider(Endpoint endpoint) {
    consider(endpoint, false);
  }

  private void consider(Endpoint endpoint, boolean mayWait) {
    if (over || book.isOurs(endpoint) || !note(endpoint)) {
      return;
    }
    counters.hint();
    if (book.provenAt(endpoint).filter(config.reachable().negate()).isPresent()) {
      counters.rejected(Rejection.CUT);
    } else if (book.isBlocked(endpoint, nowMillis.getAsLong())) {
      blocked.add(endpoint);
    } else if (mayWait) {
      waiting.add(endpoint);
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
    waiting.sort(Comparator.comparing(vouchers::of).reversed());
    waiting.forEach(this::find);
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
