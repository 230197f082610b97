package io.elmstream.page;

/**
 * What does not change while an instance runs.
 *
 * @param application the application id
 * @param self this instance
 * @param release of Elmstream
 * @param actions whether models can be changed on the page
 * @param interval between changes, in milliseconds
 * @param history how far the page looks back, in milliseconds
 * @param learner whether this instance learns
 * @param clearing whether commands clear alerts
 */
record PageFacts(
        String application,
        String self,
        String release,
        boolean actions,
        long interval,
        long history,
        boolean learner,
        boolean clearing) {}
