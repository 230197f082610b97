/** Small facts about a state that several parts need. Pure. */

/** A model's version as it is written everywhere: plant v3. */
export function named(model, version) {
    return version ? `${model} v${version}` : model;
}

/** What is in force of a model. */
export function inForce(model) {
    const champion = model.champion ? `v${model.champion} in force` : "nothing in force";
    return model.challenger ? `${champion}, v${model.challenger} on trial` : champion;
}

/** What a mark says, with its model and version. */
export function told(mark) {
    const { model, version, kind, text } = mark;
    switch (kind) {
        case "activate":
            return `${named(model, version)} is in force`;
        case "challenge":
            return `${named(model, version)} is on trial: ${text}`;
        case "promote":
            return `${named(model, version)} is promoted`;
        case "rollback":
            return `${model} is rolled back to ${text}`;
        case "gate":
        case "learn":
            return `${model}: ${text}`;
        default:
            return model ? `${named(model, version)} ${text}` : text;
    }
}

/** Who did something; of a random id the beginning tells it apart. */
export function by({ who }) {
    if (/^request learner-\d+-/.test(who ?? "")) {
        return "by its learner";
    }
    return who ? `by ${who.replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "$1…")}` : "";
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
