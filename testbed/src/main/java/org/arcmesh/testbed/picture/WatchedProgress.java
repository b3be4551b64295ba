package org.arcmesh.testbed.picture;

import org.arcmesh.testbed.report.Progress;

/** Passes everything on, and has the recorder see it. */
record WatchedProgress(Progress progress, Recorder recorder) implements Progress {
  @Override
  public void onStep(double atMillis, String what) {
    recorder.onStep(atMillis, what);
    progress.onStep(atMillis, what);
  }

  @Override
  public void onNote(double atMillis, String note) {
    recorder.onNote(atMillis, note);
    progress.onNote(atMillis, note);
  }

  @Override
  public void onStatus(Status status) {
    progress.onStatus(status);
  }
}
