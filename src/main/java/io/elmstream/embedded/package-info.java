/**
 * A real Kafka broker and a real Apicurio Registry on this machine, for the demo and for tests. Nothing here imitates a
 * server: the broker is Kafka's own, started inside this process, and the registry is Apicurio's own, started as a
 * child process that cannot outlive its parent. Both listen on the loopback interface only.
 */
@NullMarked
package io.elmstream.embedded;

import org.jspecify.annotations.NullMarked;
