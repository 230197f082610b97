package io.elmstream.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.LoggerFactory;

/** What Kafka's authorizer in this process decides, as it logs it. */
final class AuthorizerLog extends AppenderBase<ILoggingEvent> {

    private static final Pattern RULE =
            Pattern.compile("StandardAcl\\[resourceType=(\\w+), resourceName=([^,]+), patternType=(\\w+),"
                    + " principal=([^,]+), host=([^,]+), operation=(\\w+), permissionType=(\\w+)]");

    private final Logger logger = (Logger) LoggerFactory.getLogger("kafka.authorizer.logger");
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Set<AclBinding> used = ConcurrentHashMap.newKeySet();

    /** Begins to listen. */
    AuthorizerLog() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getFormattedMessage();
        if (line.contains(" is Denied ")) {
            refusals.add(line);
        }
        Matcher rule = RULE.matcher(line);
        if (rule.find()) {
            used.add(new AclBinding(
                    new ResourcePattern(
                            ResourceType.valueOf(rule.group(1)), rule.group(2), PatternType.valueOf(rule.group(3))),
                    new AccessControlEntry(
                            rule.group(4),
                            rule.group(5),
                            AclOperation.valueOf(rule.group(6)),
                            AclPermissionType.valueOf(rule.group(7)))));
        }
    }

    /** What was refused, in the authorizer's words. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The ACLs that allowed something. */
    Set<AclBinding> used() {
        return Set.copyOf(used);
    }

    /** Ends listening. */
    void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
