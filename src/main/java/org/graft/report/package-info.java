/** What a run, a comparison and a diagnosis tell, as pages that need nothing but themselves. */
package org.graft.report;
