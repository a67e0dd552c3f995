/**
 * oneDNN runs a plan: each layer a primitive, compiled for one batch size, functions of single
 * values as post-operations, layouts left to the primitives.
 */
package org.graft.engine.onednn;
