/** Features kept on the disk by content, so that none is computed twice. */
package org.graft.feature.cache;
