/**
 * Keras files and descriptions as records, and from there as plans: read first, then translate. Two
 * readers make plans, Deeplearning4j's importer and a direct one, and must agree.
 */
package org.graft.source.keras;
