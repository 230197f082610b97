/**
 * A real Kafka broker and a real Apicurio Registry on this machine, for the demo and for tests. The broker runs inside
 * this process; the registry runs as a child process that cannot outlive its parent. Both listen on the loopback
 * interface only.
 */
@NullMarked
package io.elmstream.embedded;

import org.jspecify.annotations.NullMarked;
