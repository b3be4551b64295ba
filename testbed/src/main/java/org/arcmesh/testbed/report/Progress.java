package org.arcmesh.testbed.report;

/** Is told how a run goes on; on the run's thread. */
public interface Progress {

  /** Shows nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void onStep(double atMillis, String what) {}

        @Override
        public void onNote(double atMillis, String note) {}

        @Override
        public void onStatus(Status status) {}
      };

  /** A step begins. */
  void onStep(double atMillis, String what);

  /** Something that a person should know of, in one line. */
  void onNote(double atMillis, String note);

  /** How things are; several times a second. */
  void onStatus(Status status);

  /**
   * How things are.
   *
   * @param step the step under way, in words
   * @param ends engine time by which the step ends at the latest
   * @param components at the last look
   * @param lookedAt when that was; of many peers, looks are rare
   * @param sent broadcasts
   * @param deliveries first deliveries in time
   */
  record Status(
      double atMillis,
      String step,
      double ends,
      int started,
      int alive,
      int joined,
      int components,
      double lookedAt,
      int sent,
      long deliveries) {}
}
