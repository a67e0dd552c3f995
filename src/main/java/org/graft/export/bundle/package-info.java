/** An exported model with all that it takes to use it, as one folder. */
package org.graft.export.bundle;
