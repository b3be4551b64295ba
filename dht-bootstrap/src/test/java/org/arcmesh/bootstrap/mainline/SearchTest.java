package org.arcmesh.bootstrap.mainline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.Endpoint;
import org.junit.jupiter.api.Test;

class SearchTest {
  /** All zeros, so that the id of a contact is its distance. */
  private static final Bytes TARGET = Bytes.wrap(new byte[20]);

  private static final Endpoint SELF = new Endpoint("127.0.9.9", 6881);
  private static final Endpoint SHOP = new Endpoint("127.0.7.1", 7000);
  private static final Endpoint OTHER_SHOP = new Endpoint("127.0.7.2", 7000);

  private final List<Contact> asked = new ArrayList<>();
  private final List<Hint> streamed = new ArrayList<>();
  private final Search search = new Search(TARGET, Set.of(SELF), asked::add, streamed::add);

  @Test
  void isOverAtOnceWithNobodyToAsk() {
    search.start(List.of());

    assertTrue(search.isOver());
    assertEquals(new LookupResult(List.of(), 0), search.result());
  }

  @Test
  void asksTheNearestFirstAndSoManyAtOnce() {
    search.start(contacts(12, 11, 10, 9, 8, 7, 6, 5, 4, 3));

    assertEquals(contacts(3, 4, 5, 6, 7, 8, 9, 10), asked);
    assertFalse(search.isOver());
  }

  @Test
  void asksABootstrapAddressBeforeThoseWhoseIdIsKnown() {
    Contact bootstrap = Contact.unknown(contact(200).endpoint());

    search.start(List.of(contact(3), bootstrap));

    assertEquals(List.of(bootstrap, contact(3)), asked);
  }

  @Test
  void goesOnWithTheNearerNodesOfAnAnswer() {
    search.start(contacts(50));

    search.onAnswer(contact(50), answer(50, contacts(20, 30)));

    assertEquals(contacts(50, 20, 30), asked);
    assertFalse(search.isOver());
  }

  @Test
  void isOverWhenAllThatAreKnownHaveAnswered() {
    search.start(contacts(1, 2));

    search.onAnswer(contact(1), answer(1, contacts(2)));
    boolean isOverHalfWay = search.isOver();
    search.onAnswer(contact(2), answer(2, contacts(1)));

    assertFalse(isOverHalfWay);
    assertTrue(search.isOver());
    assertEquals(2, search.result().responders());
  }

  @Test
  void isOverWhenTheTwentyNearestHaveAnsweredAndAsksNobodyFarther() {
    search.start(contacts(IntStream.rangeClosed(1, 40).toArray()));

    answerUntilOver();

    assertEquals(contacts(IntStream.rangeClosed(1, 20).toArray()), asked);
    assertTrue(search.isOver());
  }

  @Test
  void doesNotWaitForTheSilentAndAsksTheNextInTheirPlace() {
    search.start(contacts(IntStream.rangeClosed(1, 9).toArray()));

    search.onSilence(contact(1));
    IntStream.rangeClosed(2, 9).forEach(i -> search.onAnswer(contact(i), answer(i, List.of())));

    assertEquals(contacts(IntStream.rangeClosed(1, 9).toArray()), asked);
    assertTrue(search.isOver());
    assertEquals(8, search.result().responders());
  }

  @Test
  void asksFartherNodesInPlaceOfThoseThatStallAndWaitsForThemTogether() {
    search.start(contacts(IntStream.rangeClosed(1, 30).toArray()));

    for (int i = 1; i <= 30; i++) {
      if (i <= 15) {
        search.onStall(contact(i));
        search.onStall(contact(i));
      } else {
        search.onAnswer(contact(i), answer(i, List.of()));
      }
    }

    assertEquals(contacts(IntStream.rangeClosed(1, 30).toArray()), asked);
    assertFalse(search.isOver(), "those that stall may still answer");
    IntStream.rangeClosed(1, 15).forEach(i -> search.onSilence(contact(i)));
    assertTrue(search.isOver());
    assertEquals(15, search.result().responders());
  }

  @Test
  void oneThatStallsAndThenAnswersCounts() {
    search.start(contacts(1, 2));
    search.onStall(contact(1));
    search.onAnswer(contact(2), answer(2, List.of()));

    search.onAnswer(contact(1), answer(1, List.of()));

    assertTrue(search.isOver());
    assertEquals(2, search.result().responders());
  }

  @Test
  void endsWhenEverybodyIsSilent() {
    search.start(contacts(1, 2, 3));

    IntStream.rangeClosed(1, 3).forEach(i -> search.onSilence(contact(i)));

    assertTrue(search.isOver());
    assertEquals(new LookupResult(List.of(), 0), search.result());
  }

  @Test
  void aLateAnswerStillCountsWhileTheSearchGoesOn() {
    search.start(contacts(1, 2));
    search.onSilence(contact(1));

    search.onAnswer(contact(1), answer(1, List.of(), SHOP));

    assertEquals(List.of(new Hint(SHOP, List.of(contact(1).endpoint()))), streamed);
    assertEquals(1, search.result().responders());
    assertFalse(search.isOver());
  }

  @Test
  void aSecondAnswerOfTheSameNodeIsNotCounted() {
    search.start(contacts(1));
    search.onAnswer(contact(1), answer(1, List.of()));

    search.onAnswer(contact(1), answer(1, contacts(2), SHOP));

    assertEquals(new LookupResult(List.of(), 1), search.result());
    assertEquals(contacts(1), asked);
  }

  @Test
  void anAnswerOfSomebodyWhoWasNotAskedIsNotCounted() {
    search.start(contacts(1));

    search.onAnswer(contact(2), answer(2, List.of(), SHOP));

    assertEquals(new LookupResult(List.of(), 0), search.result());
  }

  @Test
  void streamsAnEndpointAgainWhenASecondNodeNamesItAndRemembersAllWhoDid() {
    search.start(contacts(1, 2, 3, 4));

    search.onAnswer(contact(1), answer(1, List.of(), OTHER_SHOP));
    search.onAnswer(contact(2), answer(2, List.of(), SHOP));
    search.onAnswer(contact(3), answer(3, List.of(), SHOP));
    search.onAnswer(contact(4), answer(4, List.of(), SHOP));

    Endpoint second = contact(2).endpoint();
    Endpoint third = contact(3).endpoint();
    assertEquals(
        List.of(
            new Hint(OTHER_SHOP, List.of(contact(1).endpoint())),
            new Hint(SHOP, List.of(second)),
            new Hint(SHOP, List.of(second, third))),
        streamed);
    assertEquals(
        List.of(
            new Hint(SHOP, List.of(second, third, contact(4).endpoint())),
            new Hint(OTHER_SHOP, List.of(contact(1).endpoint()))),
        search.result().hints());
  }

  @Test
  void neverAsksItself() {
    search.start(contacts(1));

    search.onAnswer(contact(1), answer(1, List.of(new Contact(SELF, id(0)))));

    assertEquals(contacts(1), asked);
    assertTrue(search.isOver());
  }

  @Test
  void placesANodeByTheIdThatItAnswersWith() {
    Contact bootstrap = Contact.unknown(contact(7).endpoint());
    search.start(List.of(bootstrap));

    search.onAnswer(bootstrap, answer(7, List.of()));

    assertEquals(
        List.of(new Search.Responder(contact(7), Bytes.utf8("token 7"))), search.responders());
  }

  @Test
  void respondersAreTheNearestThatAnsweredNearestFirst() {
    search.start(contacts(3, 1, 2));

    search.onAnswer(contact(3), answer(3, List.of()));
    search.onAnswer(contact(1), answer(1, List.of()));
    search.onSilence(contact(2));

    assertEquals(
        contacts(1, 3), search.responders().stream().map(Search.Responder::contact).toList());
  }

  @Test
  void anIdIsAmongTheNearestWhileThereAreFewOrItIsNearerThanTheFarthest() {
    search.start(contacts(2));
    search.onAnswer(contact(2), answer(2, List.of()));
    boolean isAmongFew = search.isAmongNearest(id(200));

    search.find(SHOP, SELF);
    Search full = new Search(TARGET, Set.of(), asked::add, streamed::add);
    asked.clear();
    full.start(contacts(IntStream.rangeClosed(2, 21).toArray()));
    answerUntilOver(full);

    assertTrue(isAmongFew);
    assertTrue(full.isAmongNearest(id(1)));
    assertFalse(full.isAmongNearest(id(22)));
  }

  @Test
  void nodesThatInventEverNearerNodesCannotKeepItGoing() {
    search.start(contacts(10_000));

    int next = 10_000;
    while (!search.isOver()) {
      Contact last = asked.get(asked.size() - 1);
      search.onAnswer(last, new Answer(last.id(), contacts(--next), List.of(), Bytes.EMPTY));
    }

    assertEquals(Search.QUESTIONS_MAX, asked.size());
  }

  @Test
  void keepsNoMoreHintsThanItsBound() {
    search.start(contacts(1, 2, 3, 4));

    for (int node = 1; node <= 4; node++) {
      int port = node * 1_000;
      Endpoint[] invented =
          IntStream.range(0, 100)
              .mapToObj(i -> new Endpoint("127.0.8.1", port + i))
              .toArray(Endpoint[]::new);
      search.onAnswer(contact(node), answer(node, List.of(), invented));
    }

    assertEquals(Search.HINTS_MAX, search.result().hints().size());
    assertEquals(Search.HINTS_MAX, streamed.size());
  }

  /** Four liars beside the key answered first, and what twelve others named had no room. */
  @Test
  void inventionsOfFewDoNotKeepOutWhatOthersNameAfterThem() {
    search.start(contacts(1, 2, 3, 4, 5, 6, 7));
    for (int liar = 1; liar <= 4; liar++) {
      int port = liar * 1_000;
      Endpoint[] invented =
          IntStream.range(0, 100)
              .mapToObj(i -> new Endpoint("127.0.8.1", port + i))
              .toArray(Endpoint[]::new);
      search.onAnswer(contact(liar), answer(liar, List.of(), invented));
    }
    for (int honest = 5; honest <= 7; honest++) {
      search.onAnswer(contact(honest), answer(honest, List.of(), SHOP));
    }

    List<Hint> hints = search.result().hints();
    assertEquals(Search.HINTS_MAX, hints.size());
    assertEquals(
        new Hint(SHOP, contacts(5, 6, 7).stream().map(Contact::endpoint).toList()), hints.get(0));
    assertTrue(streamed.stream().anyMatch(hint -> hint.endpoint().equals(SHOP)));
    long ofFourth =
        hints.stream().filter(h -> h.responders().contains(contact(4).endpoint())).count();
    assertTrue(ofFourth >= 74, "the fourth has " + ofFourth);
  }

  @Test
  void forgetsTheFarthestOfTooManyContactsButNotTheNearest() {
    search.start(contacts(IntStream.rangeClosed(1_000, 1_000 + Search.CONTACTS_MAX).toArray()));

    search.onAnswer(contact(1_000), answer(1_000, contacts(1)));

    assertEquals(contact(1), asked.get(asked.size() - 1));
  }

  private void answerUntilOver() {
    answerUntilOver(search);
  }

  private void answerUntilOver(Search of) {
    for (int i = 0; !of.isOver(); i++) {
      Contact next = asked.get(i);
      of.onAnswer(next, new Answer(next.id(), List.of(), List.of(), Bytes.EMPTY));
    }
  }

  private static Answer answer(int number, List<Contact> nearer, Endpoint... values) {
    return new Answer(id(number), nearer, List.of(values), Bytes.utf8("token " + number));
  }

  private static List<Contact> contacts(int... numbers) {
    return IntStream.of(numbers).mapToObj(SearchTest::contact).toList();
  }

  private static Contact contact(int number) {
    return new Contact(
        new Endpoint("127.1." + number / 250 + "." + (1 + number % 250), 6881), id(number));
  }

  private static Bytes id(int number) {
    byte[] id = new byte[20];
    id[18] = (byte) (number >>> 8);
    id[19] = (byte) number;
    return Bytes.wrap(id);
  }
}
