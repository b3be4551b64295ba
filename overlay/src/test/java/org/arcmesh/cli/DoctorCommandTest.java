package org.arcmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Test
  void saysHowToGetANewerJava() {
    assertEquals(
        "missing  Java 11 -> Java 17 or newer: apt-get install openjdk-17-jdk-headless",
        DoctorCommand.java(11).line());
  }

  @Test
  void isContentWithTheOldestJavaThatWillDo() {
    assertEquals("ok       Java 17", DoctorCommand.java(17).line());
  }
}
