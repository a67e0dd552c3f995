/** What runs a network forwards: the contract of an engine, its precisions, and parity of two. */
package org.graft.engine;
