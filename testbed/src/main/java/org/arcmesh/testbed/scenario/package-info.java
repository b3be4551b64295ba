/**
 * What a run shall do: the scenario file, its words, its units, and how each of them is refused.
 */
package org.arcmesh.testbed.scenario;
