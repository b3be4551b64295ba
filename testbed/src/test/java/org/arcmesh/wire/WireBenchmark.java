package org.arcmesh.wire;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.arcmesh.core.Message;
import org.arcmesh.core.PeerId;
import org.arcmesh.sampling.spray.SprayMessage;
import org.arcmesh.sim.StandInIdentity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An exchange of Spray to a frame and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WireBenchmark {
  /** Ids in the sample: half a view of 12 arcs, and of 128. */
  @Param({"6", "64"})
  public int sample;

  private final Wire wire = new Wire(List.of(SprayMessage.TABLE));
  private Message message;
  private byte[] frame;

  @Setup
  public void make() {
    List<PeerId> ids =
        LongStream.range(0, sample).mapToObj(number -> new StandInIdentity(number).id()).toList();
    message = new SprayMessage.Exchange(7, ids, 2 * sample);
    frame = wire.encode(message);
  }

  @Benchmark
  public byte[] encode() {
    return wire.encode(message);
  }

  @Benchmark
  public Message decode() throws WireException {
    return wire.decode(frame);
  }
}
