/** Official weights files fetched whole and checked, or not at all. */
package org.graft.download;
