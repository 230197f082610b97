package io.elmstream.rules;

import java.util.ArrayDeque;
import java.util.Deque;

/** The size of a condition. */
final class Nodes {

    private Nodes() {}

    /** Returns the number of names, constants, lists and operators. */
    static int of(Syntax tree) {
        Deque<Syntax> open = new ArrayDeque<>();
        open.add(tree);
        int count = 0;
        while (!open.isEmpty()) {
            Syntax next = open.remove();
            count++;
            if (next instanceof Syntax.Operation operation) {
                open.addAll(operation.operands());
            } else if (next instanceof Syntax.Items items) {
                open.addAll(items.items());
            }
        }
        return count;
    }
}
