/**
 * A network as plain data: an ordered list of {@link org.graft.plan.Layer} records, their shapes
 * and parameters, and the arrays that fill them. No native code, no file format.
 */
package org.graft.plan;
