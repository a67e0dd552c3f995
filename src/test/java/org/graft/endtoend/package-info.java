/**
 * Whole jobs, from files to what a user gets of them, by commands alone. To be read first, in this
 * order: {@code TrainedRunTest} (a base, a folder of images, a run and what can be done with it),
 * {@code FineTunedRunTest} (layers of the base trained, too), {@code ExportFormsTest} and {@code
 * BundleTest} (the file that deploys), {@code JavaAndCommandsTest} (the same by a Java program).
 */
package org.graft.endtoend;
