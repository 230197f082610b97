/** What shells and manuals need of the command line: completion scripts and the manual page. */
@NullMarked
package io.elmstream.cli.shell;

import org.jspecify.annotations.NullMarked;
