package org.arcmesh.bootstrap.signaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
 * <p>What two nodes of the DHT have named is passed on as soon as they have, as many hints as may
 * be dialed at once. All others wait for the end, when it is known which of them most nodes named:
 * whoever floods a key with wrong hints then comes last, or not at all while there is something
 * that many more nodes named.
 */
final class Search {
  /** More endpoints than anybody will dial. */
  private static final int SEEN_MAX = 512;

  /** What one node says may be a lie of its own. */
  private static final int CONFIRMED = 2;

  /**
   * What another endpoint is named so many times as often as is not dialed. A true announcement is
   * at up to 20 nodes, a liar is one of them. Guess.
   */
  private static final int DOUBTFUL = 4;

  private final DoorConfig config;
  private final DialBook book;
  private final Vouchers vouchers;
  private final DiscoveryCounters counters;
  private final LongSupplier nowMillis;
  private final Consumer<Answer> answers;
  private final Set<Endpoint> seen = new LinkedHashSet<>();
  private final Set<Endpoint> blocked = new LinkedHashSet<>();
  private final Set<Endpoint> waiting = new LinkedHashSet<>();
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

  /** A node of the DHT, or one more, says that there is a node of ours. */
  void hear(Hint hint) {
    Endpoint endpoint = hint.endpoint();
    vouchers.heard(hint);
    if (!Addresses.isDialable(endpoint, config.isPublic())) {
      if (note(endpoint)) {
        counters.rejected(Rejection.PRIVATE_HOST);
        vouchers.blame(endpoint);
      }
      return;
    }
    boolean mayWait = vouchers.of(endpoint) < CONFIRMED || found >= config.dialsAtOnce();
    if (waiting.contains(endpoint)) {
      if (!over && !mayWait) {
        waiting.remove(endpoint);
        find(endpoint);
      }
    } else {
      consider(endpoint, mayWait);
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
    return !seen.contains(endpoint)
        && (seen.size() < SEEN_MAX || makeRoom(endpoint))
        && seen.add(endpoint);
  }

  /** Whoever floods a key names alone; what others name, too, takes the place of one of that. */
  private boolean makeRoom(Endpoint endpoint) {
    if (vouchers.of(endpoint) < CONFIRMED) {
      return false;
    }
    Optional<Endpoint> doubtful =
        waiting.stream().filter(other -> vouchers.of(other) < CONFIRMED).findFirst();
    doubtful.ifPresent(waiting::remove);
    doubtful.ifPresent(seen::remove);
    return doubtful.isPresent();
  }

  /** Over, unless it was before. */
  void end(int responders) {
    if (over) {
      return;
    }
    over = true;
    int most =
        seen.stream()
            .filter(endpoint -> !blocked.contains(endpoint))
            .mapToInt(vouchers::of)
            .max()
            .orElse(0);
    List<Endpoint> rest = new ArrayList<>(waiting);
    rest.removeIf(endpoint -> vouchers.of(endpoint) * DOUBTFUL <= most);
    rest.sort(Comparator.comparing(vouchers::of).reversed());
    rest.forEach(this::find);
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
