package org.arcmesh.testbed.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultStepsReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "churn: {rate: 1%/min} | step 'churn' lacks 'for'",
        "churn: {for: 5s} | either 'session' or 'rate', such as {rate: 1%/min} or {session: weibull(0.38, 42.4min)}",
        "churn: {rate: 1%, for: 5s} | rate: '1%' is no rate such as 1%/min",
        "churn: {rate: 0%/min, for: 5s} | rate: '0%/min' is not between 0%/s and 100%/s",
        "churn: {rate: 120%/min, for: 5s} | rate: '120%' is over 100%",
        "churn: {session: weibul(0.38, 42.4min), for: 5s} | session: unknown distribution 'weibul', nearest known 'weibull'",
        "churn: {session: weibull(42.4min), for: 5s} | session: weibull takes a shape and a time, not '42.4min'",
        "churn: {session: weibull(0.01, 42.4min), for: 5s} | session: a shape of 0.01 is not within 0.2..10.0",
        "churn: {session: weibull(x, 42.4min), for: 5s} | session: 'x' is no number",
        "churn: {session: exponential(1ms), for: 5s} | session: '1ms' is not within 1s..1000h",
        "churn: {session: 10min, for: 5s} | session: '10min' is no distribution such as weibull(0.38, 42.4min)",
        "churn: {session: exponential(1s), for: 24h} | over 1000000 peers go in that time",
        "churn: {rate: 1%/min, arrivals: some, for: 5s} | arrivals: unknown word 'some', nearest known 'none'",
        "{churn: {rate: 1%/min, for: 5s}, during: [churn: {rate: 1%/min, for: 5s}]} | step 'churn' while another churn lasts",
        "slow: {by: 1s, for: 5s} | either 'share' or 'peers', such as {share: 20%}",
        "slow: {share: 10%, for: 5s} | step 'slow' lacks 'by'",
        "slow: {share: 10%, by: 2min, for: 5s} | by: '2min' is not within 1ms..60s",
        "slow: {peers: 21, by: 1s, for: 5s} | 21 peers are slow, but only 20 are there",
        "{slow: {peers: 2, by: 1s, for: 5s}, during: [slow: {peers: 2, by: 1s, for: 5s}]} | step 'slow' while another slow lasts",
        "partition: {shares: [50%, 50%], for: 5s, cut: set-ups, direction: one-way} | cut: a set-up needs both directions, not 'one-way'",
        "partition: {shares: [50%, 50%], for: 5s, direction: two-way} | direction: unknown word 'two-way', nearest known 'one-way'",
      })
  void refusesAFaultThatCannotBe(String step, String message) {
    String text = "peers: 20\nsteps:\n  - join: {over: 5s}\n  - " + step + "\n";

    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> ScenarioReader.read("t.yaml", text, Map.of()));

    assertEquals("t.yaml:4: " + message, refusal.getMessage());
  }
}
