/** Measures a run from outside: from what peers emit, and from the ground truth of all outviews. */
package org.arcmesh.testbed.measure;
