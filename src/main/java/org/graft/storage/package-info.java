/** How things lie on the disk: whole or not at all, as JSON and NumPy arrays. */
package org.graft.storage;
