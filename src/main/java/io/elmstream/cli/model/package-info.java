/** Commands about models: publish, try, activate, take back, look at. */
@NullMarked
package io.elmstream.cli.model;

import org.jspecify.annotations.NullMarked;
