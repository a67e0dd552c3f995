/** ONNX Runtime: files that it runs, arrays in, arrays out. No ND4J. */
package org.graft.runtime;
