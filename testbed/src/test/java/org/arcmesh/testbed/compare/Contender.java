package org.arcmesh.testbed.compare;

/** A system with certain settings that can be cut and healed. */
interface Contender {

  /** A row's name. */
  String name();

  /** The settings that its times depend on. */
  String settings();

  /** One run in a fresh group. */
  Outcome run(Split split) throws Exception;
}
