/** An exported classifier as an HTTP service, on ONNX Runtime alone. */
package org.graft.serve;
