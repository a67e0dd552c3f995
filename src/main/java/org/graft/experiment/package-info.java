/** Runs kept side by side. */
package org.graft.experiment;
