package org.arcmesh.bootstrap.mainline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final TokenBucket bucket = new TokenBucket(10, 2, 0);

  @Test
  void letsABurstPass() {
    assertEquals(10, passing(LongStream.generate(() -> 0).limit(50)));
  }

  @Test
  void thenSoManyASecond() {
    passing(LongStream.generate(() -> 0).limit(50));

    assertEquals(6, passing(LongStream.rangeClosed(1, 3_000).map(TimeUnit.MILLISECONDS::toNanos)));
  }

  @Test
  void savesNoMoreThanABurst() {
    long later = TimeUnit.HOURS.toNanos(1);

    assertEquals(10, passing(LongStream.generate(() -> later).limit(50)));
  }

  private long passing(LongStream nanos) {
    return nanos.filter(bucket::take).count();
  }
}
