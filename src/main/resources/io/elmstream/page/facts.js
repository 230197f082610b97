/** Small facts about a state that several parts need. Pure. */

/** A model's version as it is written everywhere: plant v3. */
export function named(model, version) {
    return version ? `${model} v${version}` : model;
}

/** The mean of the newest values of a series, over five seconds. */
export function latest(values) {
    const known = (values ?? []).slice(-5).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The newest value that is known. */
export function newest(values) {
    return (values ?? []).slice(-10).findLast((value) => value !== null) ?? null;
}

/** Whether labels say something about a comparison. */
export function judged(comparison) {
    return (
        comparison?.labelled > 0 &&
        Number.isFinite(comparison.low) &&
        Number.isFinite(comparison.high) &&
        comparison.low !== null &&
        comparison.high !== null
    );
}

/** Whether a drift stands for a model. */
export function drifting(model) {
    return Boolean(model.quality?.drift) && model.quality.drift !== "none";
}
