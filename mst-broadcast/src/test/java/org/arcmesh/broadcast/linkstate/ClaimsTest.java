package org.arcmesh.broadcast.linkstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.arcmesh.broadcast.tree.Graph;
import org.arcmesh.core.Bytes;
import org.arcmesh.core.PeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link counts where both ends claim it; held against looking at every pair of claims. */
class ClaimsTest {
  private record Pair(int left, int right) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 64, 300})
  void findsWhatBothEndsClaim(int peers) {
    check(records(peers, 1, new SplittableRandom(peers)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 40})
  void ofPeersWhoseIdsBeginAlikeThoseAreMeantThatSayTheSame(int peers) {
    check(records(peers, 3, new SplittableRandom(peers)));
  }

  @Test
  void whoMakesUpPeersWhoseIdsBeginAlikeMakesFewLinks() {
    int each = 2_000;
    LinkRecord[] records = new LinkRecord[2 * each];
    for (int number = 0; number < each; number++) {
      records[number] = madeUp(1, number, 2);
      records[each + number] = madeUp(2, number, 1);
    }

    assertEquals(each * Claims.ALIKE_MAX, new Claims(records).graph().edges());
  }

  private static LinkRecord madeUp(int beginning, int number, int claimed) {
    LinkRecord.Claim claim = new LinkRecord.Claim(id(claimed, 0), 20);
    return LinkRecord.of(id(beginning, number), 1, List.of(claim));
  }

  private static PeerId id(int beginning, int number) {
    return PeerId.of(
        Bytes.wrap(ByteBuffer.allocate(PeerId.SIZE).putInt(beginning).putInt(number).array()));
  }

  @Test
  void nobodyClaimsAnything() {
    Claims claims = new Claims(new LinkRecord[0]);

    assertEquals(0, claims.graph().size());
    assertEquals(0, claims.unreturned());
  }

  private static void check(LinkRecord[] records) {
    Claims claims = new Claims(records);
    Graph graph = claims.graph();

    Set<Pair> pairs = new LinkedHashSet<>();
    int unreturned = 0;
    for (int left = 0; left < records.length; left++) {
      for (int claim = 0; claim < records[left].size(); claim++) {
        boolean returned = false;
        for (int right = 0; right < records.length; right++) {
          if (LinkRecord.shortOf(records[right].origin()) == records[left].peer(claim)
              && claims(records[right], LinkRecord.shortOf(records[left].origin()))) {
            returned = true;
            pairs.add(new Pair(Math.min(left, right), Math.max(left, right)));
          }
        }
        unreturned += returned ? 0 : 1;
      }
    }
    assertEquals(pairs.size(), graph.edges());
    assertEquals(unreturned, claims.unreturned());
    int[] components = graph.components();
    assertTrue(
        pairs.stream().allMatch(pair -> components[pair.left()] == components[pair.right()]));
  }

  private static boolean claims(LinkRecord record, int id) {
    for (int claim = 0; claim < record.size(); claim++) {
      if (record.peer(claim) == id) {
        return true;
      }
    }
    return false;
  }

  /** Records of peers of which so many have ids that begin alike, ascending. */
  private static LinkRecord[] records(int count, int alike, SplittableRandom random) {
    List<PeerId> peers = new ArrayList<>();
    while (peers.size() < count) {
      byte[] id = new byte[PeerId.SIZE];
      random.nextBytes(id);
      for (int copy = 0; copy < alike && peers.size() < count; copy++) {
        id[5] = (byte) copy;
        peers.add(PeerId.of(Bytes.copyOf(id)));
      }
    }
    peers.sort(Comparator.naturalOrder());
    return peers.stream()
        .map(peer -> LinkRecord.of(peer, 1, claims(peer, peers, random)))
        .toArray(LinkRecord[]::new);
  }

  private static List<LinkRecord.Claim> claims(
      PeerId self, List<PeerId> peers, SplittableRandom random) {
    Set<PeerId> chosen = new LinkedHashSet<>();
    for (int claim = 0; claim < Math.min(peers.size(), 12); claim++) {
      chosen.add(peers.get(random.nextInt(Math.min(peers.size(), 30))));
    }
    chosen.remove(self);
    return chosen.stream()
        .map(peer -> new LinkRecord.Claim(peer, 1 + random.nextInt(200)))
        .toList();
  }
}
