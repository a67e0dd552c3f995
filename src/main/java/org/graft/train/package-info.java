/** Heads trained on features: recipes, optimisers with Keras' semantics, the loop, runs on disk. */
package org.graft.train;
