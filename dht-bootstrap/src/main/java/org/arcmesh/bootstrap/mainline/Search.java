package org.arcmesh.bootstrap.mainline;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;

/**
 * One iterative search for the nodes nearest to a target (Maymounkov and Mazières, Kademlia, 2002,
 * section 2.3; BEP 5), and for what they store.
 *
 * <p>It does no I/O: it asks through its {@link Port}, is told of answers and of silence, and is
 * over as soon as the {@value #NEAREST} nearest contacts that are not silent have answered. A
 * contact that has been silent for a while is not waited for, but its answer still counts if it
 * comes before the search is over. Not safe for threads.
 */
final class Search {
  /** Nodes that a search wants an answer of, and that an announce goes to. PROTOCOLS 7: K = 20. */
  static final int NEAREST = 20;

  /**
   * Questions in flight, not counting those that have stalled. Guess: a round with half of the
   * contacts dead still has four alive.
   */
  static final int PARALLEL = 8;

  /** Questions in all, so that nodes that invent ever nearer ones cannot keep a search going. */
  static final int QUESTIONS_MAX = 128;

  /** Contacts remembered; over it, the farthest are forgotten. */
  static final int CONTACTS_MAX = 256;

  /**
   * Endpoints found, see {@link NamedEndpoints}. mldht cannot receive more than about 300 of one
   * node.
   */
  static final int HINTS_MAX = 300;

  /** An endpoint that so many nodes named is told of once more. */
  static final int CONFIRMED = 2;

  /** How a search asks. */
  interface Port {
    /**
     * Asks {@code contact}, and later calls {@link Search#onAnswer} or {@link Search#onSilence},
     * never before this returns.
     */
    void ask(Contact contact);
  }

  /** A node that answered, with the token it gave. */
  record Responder(Contact contact, Bytes token) {}

  private enum State {
    NEW,
    ASKED,
    SILENT,
    ANSWERED
  }

  private static final class Candidate {
    final Endpoint asked;
    Contact contact;
    State state = State.NEW;
    boolean stalled; // Asked, and another one may be asked meanwhile.
    Bytes token = Bytes.EMPTY;

    Candidate(Contact contact) {
      this.asked = contact.endpoint();
      this.contact = contact;
    }
  }

  private final Bytes target;
  private final Set<Endpoint> ourselves;
  private final Port port;
  private final Consumer<Hint> onFound;
  private final Map<Endpoint, Candidate> known = new LinkedHashMap<>();
  private final TreeSet<Candidate> nearestFirst;
  private final NamedEndpoints named = new NamedEndpoints(HINTS_MAX);
  private int inFlight;
  private int questions;
  private int responders;
  private int portless;
  private int firstTold;

  /**
   * A search that has not asked anybody yet.
   *
   * @param ourselves endpoints that are never asked
   * @param onFound told of each endpoint when it is named first, of {@value #HINTS_MAX} at most,
   *     and of each when a second node has named it
   */
  Search(Bytes target, Set<Endpoint> ourselves, Port port, Consumer<Hint> onFound) {
    this.target = target;
    this.ourselves = Set.copyOf(ourselves);
    this.port = port;
    this.onFound = onFound;
    this.nearestFirst =
        new TreeSet<>(
            Comparator.<Candidate, Bytes>comparing(c -> c.contact.id(), this::compareDistance)
                .thenComparing(c -> c.asked));
  }

  /** Adds contacts to begin with, and asks. */
  void start(List<Contact> seeds) {
    seeds.forEach(this::learn);
    ask();
  }

  /** {@code asked} answered, in time or late. */
  void onAnswer(Contact asked, Answer answer) {
    Candidate candidate = known.get(asked.endpoint());
    if (candidate == null || candidate.state == State.NEW || candidate.state == State.ANSWERED) {
      return;
    }
    leaveFlight(candidate);
    // A node is where its own answer says, not where others said: restarted nodes have new ids.
    nearestFirst.remove(candidate);
    candidate.contact = new Contact(asked.endpoint(), answer.id());
    candidate.state = State.ANSWERED;
    candidate.token = answer.token();
    nearestFirst.add(candidate);
    responders++;
    portless += answer.portless();
    answer.nearer().forEach(this::learn);
    answer.values().forEach(value -> find(value, asked.endpoint()));
    ask();
  }

  /**
   * {@code asked} takes longer than others did. It is still waited for, but somebody is asked in
   * its place: where many are dead, they are waited for together and not in turn.
   */
  void onStall(Contact asked) {
    Candidate candidate = known.get(asked.endpoint());
    if (candidate != null && candidate.state == State.ASKED && !candidate.stalled) {
      leaveFlight(candidate);
      candidate.stalled = true;
      ask();
    }
  }

  /** {@code asked} has not answered for a while, or has answered by an error. */
  void onSilence(Contact asked) {
    Candidate candidate = known.get(asked.endpoint());
    if (candidate == null || candidate.state != State.ASKED) {
      return;
    }
    leaveFlight(candidate);
    candidate.state = State.SILENT;
    ask();
  }

  /** An endpoint was found otherwise than by asking: we store it ourselves. */
  void find(Endpoint endpoint, Endpoint responder) {
    int namers = named.name(endpoint, responder);
    boolean isFirst = namers == 1 && firstTold < HINTS_MAX;
    firstTold += isFirst ? 1 : 0;
    if (isFirst || namers == CONFIRMED) {
      onFound.accept(new Hint(endpoint, named.namersOf(endpoint)));
    }
  }

  /** Nothing is worth waiting for any more. */
  boolean isOver() {
    return nearest(c -> c.state != State.SILENT).stream()
        .noneMatch(c -> c.state == State.ASKED || c.state == State.NEW && mayAsk());
  }

  /** How many contacts were asked. */
  int questions() {
    return questions;
  }

  LookupResult result() {
    return new LookupResult(named.hints(), responders, portless);
  }

  /** The nodes that answered, at most {@value #NEAREST}, nearest first. */
  List<Responder> responders() {
    return nearestFirst.stream()
        .filter(c -> c.state == State.ANSWERED)
        .limit(NEAREST)
        .map(c -> new Responder(c.contact, c.token))
        .toList();
  }

  /** Whether {@code id} is nearer to the target than the farthest of {@link #responders()}. */
  boolean isAmongNearest(Bytes id) {
    List<Responder> nearest = responders();
    return nearest.size() < NEAREST
        || compareDistance(id, nearest.get(nearest.size() - 1).contact().id()) < 0;
  }

  private void learn(Contact contact) {
    if (ourselves.contains(contact.endpoint()) || known.containsKey(contact.endpoint())) {
      return;
    }
    Candidate candidate = new Candidate(contact);
    known.put(contact.endpoint(), candidate);
    nearestFirst.add(candidate);
    if (nearestFirst.size() > CONTACTS_MAX) {
      forgetFarthestNew();
    }
  }

  private void forgetFarthestNew() {
    for (Candidate farthest : nearestFirst.descendingSet()) {
      if (farthest.state == State.NEW) {
        nearestFirst.remove(farthest);
        known.remove(farthest.asked);
        return;
      }
    }
  }

  private void ask() {
    for (Candidate candidate : nearest(c -> c.state != State.SILENT && !isStalled(c))) {
      if (inFlight >= PARALLEL || !mayAsk()) {
        return;
      }
      if (candidate.state == State.NEW) {
        candidate.state = State.ASKED;
        inFlight++;
        questions++;
        port.ask(candidate.contact);
      }
    }
  }

  private boolean mayAsk() {
    return questions < QUESTIONS_MAX;
  }

  private void leaveFlight(Candidate candidate) {
    if (candidate.state == State.ASKED && !isStalled(candidate)) {
      inFlight--;
    }
  }

  private static boolean isStalled(Candidate candidate) {
    return candidate.state == State.ASKED && candidate.stalled;
  }

  private List<Candidate> nearest(Predicate<Candidate> which) {
    return nearestFirst.stream().filter(which).limit(NEAREST).toList();
  }

  /** Orders ids by their distance to the target; an unknown id comes first, to be asked first. */
  private int compareDistance(Bytes left, Bytes right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(right.isEmpty(), left.isEmpty());
    }
    for (int i = 0; i < Contact.ID_BYTES; i++) {
      int mask = target.get(i);
      int order = Integer.compare((left.get(i) ^ mask) & 0xFF, (right.get(i) ^ mask) & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
