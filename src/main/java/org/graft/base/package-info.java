/** What is known about the official networks, and the shelf of the imported ones. */
package org.graft.base;
