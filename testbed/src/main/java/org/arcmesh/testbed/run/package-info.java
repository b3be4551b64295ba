/** Runs a scenario: its steps in engine time, on real links or in virtual time. */
package org.arcmesh.testbed.run;
