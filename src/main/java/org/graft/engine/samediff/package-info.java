/** SameDiff as an engine. */
package org.graft.engine.samediff;
