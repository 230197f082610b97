package io.elmstream.bench;

import java.util.List;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlContext;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlExpression;

/** The conditions as expressions of JEXL. */
final class JexlConditions {

    private final RuleRows rows;
    private final List<JexlExpression> expressions;

    JexlConditions(RuleRows rows) {
        this.rows = rows;
        JexlEngine engine = new JexlBuilder().cache(0).create();
        // it writes "is in" as =~
        expressions = RuleRows.CONDITIONS.stream()
                .map(each -> engine.createExpression(each.replace(" in [", " =~ [")))
                .toList();
    }

    long fired(int row) {
        Reading reading = new Reading(rows, row);
        long fired = 0;
        for (int i = 0; i < expressions.size(); i++) {
            if ((boolean) expressions.get(i).evaluate(reading)) {
                fired |= 1L << i;
            }
        }
        return fired;
    }

    private record Reading(RuleRows rows, int row) implements JexlContext {

        @Override
        public Object get(String name) {
            return rows.variable(row, name);
        }

        @Override
        public boolean has(String name) {
            return true;
        }

        @Override
        public void set(String name, Object value) {
            throw new UnsupportedOperationException("conditions set nothing");
        }
    }
}
