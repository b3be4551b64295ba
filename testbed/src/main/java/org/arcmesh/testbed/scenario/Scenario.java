package org.arcmesh.testbed.scenario;

import java.time.Duration;
import java.util.List;
import org.arcmesh.sim.NetworkModel;

/**
 * What a run does and what must come of it. {@code docs/SCENARIOS.md} describes the file.
 *
 * @param name for lists and reports
 * @param about what it shows, one or two sentences
 * @param peers in all, signaling nodes among them
 * @param signaling how many of the peers, the first ones, are signaling nodes
 * @param dht DHT nodes beside the peers; virtual time has a simulated discovery instead
 * @param sampler the sampling protocol
 * @param period of the sampler; one cycle
 * @param beat of component identity
 * @param correction whether the sampler corrects its number of arcs
 * @param repair whether partitions are detected and merged
 * @param tree what broadcasts travel along
 * @param latency one way, fixed for each pair of peers; virtual time only
 * @param loss share of the frames that are lost, 0 to 1
 * @param instant whether arcs open at once and without signaling; virtual time only
 * @param crypto whether virtual time signs for real
 * @param steps in order
 * @param expect comparisons that must hold at the end
 * @param published figures that it is held against, over several seeds
 * @param given the top-level keys that were written
 */
public record Scenario(
    String name,
    String about,
    int peers,
    int signaling,
    int dht,
    String sampler,
    Duration period,
    Duration beat,
    boolean correction,
    boolean repair,
    String tree,
    NetworkModel latency,
    double loss,
    boolean instant,
    boolean crypto,
    List<Step> steps,
    List<Expect> expect,
    List<Published> published,
    List<String> given) {
  public static final int PEERS_MAX = 1_000_000;

  public Scenario {
    steps = List.copyOf(steps);
    expect = List.copyOf(expect);
    published = List.copyOf(published);
    given = List.copyOf(given);
  }

  /** The same with another period, another beat and other expectations. */
  public Scenario with(Duration period, Duration beat, List<Expect> expect) {
    return new Scenario(
        name,
        about,
        peers,
        signaling,
        dht,
        sampler,
        period,
        beat,
        correction,
        repair,
        tree,
        latency,
        loss,
        instant,
        crypto,
        steps,
        expect,
        published,
        given);
  }

  /**
   * A comparison as it is written.
   *
   * @param text such as {@code broadcast.deliveryRatio == 1}
   */
  public record Expect(String text, Place place) {}
}
