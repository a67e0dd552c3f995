/**
 * What can go wrong, sorted by whose turn it is: the user's, the file's, the model's, the world's.
 */
package org.graft.failure;
