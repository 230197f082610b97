/** Commands about models: publish, try, activate, roll back, inspect. */
@NullMarked
package io.elmstream.cli.model;

import org.jspecify.annotations.NullMarked;
