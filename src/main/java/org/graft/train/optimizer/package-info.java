/** Optimisers as Keras 3 computes them, with their state held apart, and L-BFGS. */
package org.graft.train.optimizer;
