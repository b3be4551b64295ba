/** What must come of a run: expectations over its report. */
package org.arcmesh.testbed.check;
